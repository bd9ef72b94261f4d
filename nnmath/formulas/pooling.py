"""Pooling over windows: the largest entry, the mean, the p-norm; and over everything."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register
from nnmath.formulas.windows import LINE, PLANE, SPACE, Windows, named, window_sizes


def max_text(w: Windows) -> str:
    around = w.join("a{i}: int>=0, b{i}: int>=0")
    return "\n".join(
        [
            f"max_pool{w.count}d(x[N, C, {w.join('{size}')}]; {w.join('{kernel}: int>=1')}, {w.join('s{i}: int>=1')}, "
            f"{around}, {w.join('d{i}: int>=1')}) -> y",
            w.lines("{tap} < {kernel}", "{place} < ({size} + a{i} + b{i} - d{i}*({kernel} - 1) - 1)//s{i} + 1"),
            f"y[n,c,{w.join('{place}', ',')}] = max[{w.join('{tap}', ',')}]("
            f"pad(x[n,c,{w.join('s{i}*{place}+d{i}*{tap}-a{i}', ',')}]))",
        ]
    )


def average_text(w: Windows) -> str:
    """An entry counts where it lies within m places of the array: m is the padding, or 0 where that does not count."""
    around = w.join("a{i}: int>=0, b{i}: int>=0")
    return "\n".join(
        [
            f"avg_pool{w.count}d(x[N, C, {w.join('{size}')}]; {w.join('{kernel}: int>=1')}, {w.join('s{i}: int>=1')}, "
            f"{around}, {w.join('m{i}: int>=0')}) -> y",
            w.lines(
                "{tap} < {kernel}",
                "{place} < ({size} + a{i} + b{i} - {kernel})//s{i} + 1",
                "{counted}[{place}] = sum[{tap}]([0 <= s{i}*{place} + {tap} - a{i} + m{i}]"
                "*[s{i}*{place} + {tap} - a{i} < {size} + m{i}])",
            ),
            f"total[n,c,{w.join('{place}', ',')}] = sum[{w.join('{tap}', ',')}]("
            f"pad(x[n,c,{w.join('s{i}*{place}+{tap}-a{i}', ',')}]))",
            f"y[n,c,{w.join('{place}', ',')}] = total[n,c,{w.join('{place}', ',')}]/"
            f"({w.join('{counted}[{place}]', '*')})",
        ]
    )


def norm_text(w: Windows, ceil_mode: bool) -> str:
    size, place = w.join("{size}"), w.join("{place}", ",")
    extra = w.join(", b{i}: int>=0", "") if ceil_mode else ""
    read = f"u[n,c,{w.join('s{i}*{place}+{tap}', ',')}]"
    lines = [
        f"lp_pool{w.count}d(x[N, C, {size}]: positive; norm_type: real > 0, {w.join('{kernel}: int>=1')}, "
        f"{w.join('s{i}: int>=1')}{extra}) -> y",
        w.lines("{tap} < {kernel}", f"{{place}} < ({{size}}{' + b{i}' if ceil_mode else ''} - {{kernel}})//s{{i}} + 1"),
        f"u[n,c,{w.join('{at}', ',')}] = x[n,c,{w.join('{at}', ',')}]**norm_type",
        f"total[n,c,{place}] = sum[{w.join('{tap}', ',')}](pad({read}))",
    ]
    total = f"total[n,c,{place}]"
    if ceil_mode:
        lines += [
            w.lines("{counted}[{place}] = sum[{tap}]([s{i}*{place} + {tap} < {size}])"),
            f"raised[n,c,{place}] = {w.join('{kernel}', '*')}*{total}/({w.join('{counted}[{place}]', '*')})",
        ]
        total = f"raised[n,c,{place}]"
    lines.append(f"y[n,c,{place}] = {total}**(1/norm_type) if {total} != 0 else {total}")
    return "\n".join(lines)


def _max(w: Windows, sizes: dict[str, object]) -> Definition:
    return register(
        Definition(
            id=f"max_pool{w.count}d",
            chapter="pooling",
            summary=(
                f"y[n,c,{w.join('{place}', ',')}] = max_{w.join('{tap}', '')} x[n,c,stride*{w.place[0]}+dilation*"
                f"{w.tap[0]}-padding{',...' if w.count > 1 else ''}], outside never the largest"
            ),
            signature="x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False",
            variants={"": max_text(w)},
            reference=(
                "Ranzato, Huang, Boureau and LeCun (2007), Unsupervised learning of invariant feature hierarchies; "
                "Dumoulin and Visin (2016), A guide to convolution arithmetic, chapter 3"
            ),
            adapter=f"max_pool{w.count}d",
            notes=(
                f"x is (N, C, {w.join('{size}')}) or one example without N. Of equal entries the first, in the order "
                "of the axes, has the gradient. stride defaults to kernel_size; padding is at most half of it. With "
                "ceil_mode the last window may stick out, if it begins inside the array or its left padding."
            ),
            sizes=sizes,
        )
    )


def _average(w: Windows, sizes: dict[str, object]) -> Definition:
    return register(
        Definition(
            id=f"avg_pool{w.count}d",
            chapter="pooling",
            summary=(
                f"y[n,c,{w.join('{place}', ',')}] = sum_{w.join('{tap}', '')} x[n,c,stride*{w.place[0]}+{w.tap[0]}"
                f"-padding{',...' if w.count > 1 else ''}]/count, zero outside"
            ),
            signature="x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True",
            variants={"": average_text(w)},
            reference=(
                "LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition, "
                "section II.A (subsampling); the count is PyTorch's"
            ),
            adapter=f"avg_pool{w.count}d",
            notes=(
                f"x is (N, C, {w.join('{size}')}) or one example without N. The count is that of the window's entries "
                "inside the padded array or, with count_include_pad=False, inside the array itself: where ceil_mode "
                "lets a window stick out of the padding, what sticks out never counts. stride defaults to kernel_size; "
                "padding is at most half of it."
            ),
            sizes=sizes,
        )
    )


def _norm(w: Windows, sizes: dict[str, object]) -> Definition:
    return register(
        Definition(
            id=f"lp_pool{w.count}d",
            chapter="pooling",
            summary=(
                f"y[n,c,{w.join('{place}', ',')}] = (sum_{w.join('{tap}', '')} x[n,c,stride*{w.place[0]}+{w.tap[0]}"
                f"{',...' if w.count > 1 else ''}]**norm_type)**(1/norm_type)"
            ),
            signature="x, norm_type, kernel_size, stride=None, ceil_mode=False",
            variants={"": norm_text(w, ceil_mode=False), "ceil": norm_text(w, ceil_mode=True)},
            reference=(
                "Sermanet, Chintala and LeCun (2012), Convolutional neural networks applied to house numbers digit "
                "classification, eq. 1; the scale of partial windows is PyTorch's"
            ),
            adapter=f"lp_pool{w.count}d",
            notes=(
                f"x is (N, C, {w.join('{size}')}) or one example without N. Powers of x itself, not of its modulus: "
                "the norm for even norm_type or x >= 0; a negative x gives nan where norm_type is no whole number, and "
                "so does a negative sum. norm_type 1 is the sum. A window of zeros has gradient 0 if norm_type > 1. "
                "With ceil_mode the sum of a window that sticks out is scaled up to a full one's count."
            ),
            sizes=sizes,
            parameters={"norm_type": 3.0},
        )
    )


def _overall(name: str, verb: str, equation: str, notes: str) -> Definition:
    return register(
        Definition(
            id=name,
            chapter="pooling",
            summary=f"y[n,c,1,...] = {verb} of x[n,c,...] over all other axes",
            signature="x",
            variants={"": f"{name}(x[N, C, S]) -> y\ny[n,c] = {equation}"},
            reference="Lin, Chen and Yan (2014), Network in network, section 3.2",
            adapter="global_pool",
            notes=notes,
            sizes={"N": 2, "C": 3, "S": 5},
        )
    )


max_pool1d = _max(LINE, {"N": 2, "C": 3, "L": 8, "R": 3} | window_sizes(LINE, s=(2,), a=(1,), b=(0,), d=(2,)))
max_pool2d = _max(
    PLANE,
    {"N": 2, "C": 3}
    | named(PLANE.size, (6, 5))
    | named(PLANE.kernel, (3, 2))
    | window_sizes(PLANE, s=(2, 1), a=(1, 1), b=(1, 0), d=(1, 2)),
)
max_pool3d = _max(
    SPACE,
    {"N": 1, "C": 2}
    | named(SPACE.size, (3, 4, 5))
    | named(SPACE.kernel, (2, 1, 3))
    | window_sizes(SPACE, s=(1, 3, 2), a=(1, 0, 1), b=(0, 0, 1), d=(2, 1, 1)),
)
avg_pool1d = _average(LINE, {"N": 2, "C": 3, "L": 7, "R": 4} | window_sizes(LINE, s=(2,), a=(2,), b=(3,), m=(1,)))
avg_pool2d = _average(
    PLANE,
    {"N": 2, "C": 3}
    | named(PLANE.size, (6, 5))
    | named(PLANE.kernel, (4, 2))
    | window_sizes(PLANE, s=(3, 1), a=(2, 1), b=(1, 0), m=(2, 0)),
)
avg_pool3d = _average(
    SPACE,
    {"N": 1, "C": 2}
    | named(SPACE.size, (3, 4, 5))
    | named(SPACE.kernel, (2, 1, 3))
    | window_sizes(SPACE, s=(1, 3, 2), a=(1, 0, 1), b=(0, 0, 1), m=(0, 0, 1)),
)
lp_pool1d = _norm(LINE, {"N": 2, "C": 3, "L": 7, "R": 4} | window_sizes(LINE, s=(2,), b=(1,)))
lp_pool2d = _norm(
    PLANE,
    {"N": 2, "C": 3}
    | named(PLANE.size, (6, 5))
    | named(PLANE.kernel, (4, 2))
    | window_sizes(PLANE, s=(3, 1), b=(1, 0)),
)
global_avg_pool = _overall(
    "global_avg_pool",
    "mean",
    "sum[s](x[n,c,s])/S",
    "x is (N, C, ...); the result keeps those axes with length 1: (N, C, 1, ...).",
)
global_max_pool = _overall(
    "global_max_pool",
    "maximum",
    "max[s](x[n,c,s])",
    "x is (N, C, ...); the result keeps those axes with length 1: (N, C, 1, ...). "
    "Of equal entries the first has the gradient.",
)
