"""Dropout with the mask given, so that every result can be repeated: who draws it knows the generator."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

MASK = "mask has the shape of x, 1 (True) where an entry is kept and 0 (False) where it is dropped; it has no gradient."

dropout_train = register(
    Definition(
        id="dropout_train",
        chapter="dropout",
        summary="y[i] = mask[i]*x[i]",
        signature="x, mask",
        variants={
            "": """
                dropout_train(x[N], mask[N]: mask) -> y
                y[i] = mask[i]*x[i]
            """,
        },
        reference=(
            "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), Dropout, section 4; "
            "Larin, Neural networks (lecture slides), dropout"
        ),
        adapter="dropout",
        elementwise=True,
        notes=f"{MASK} At inference the correction is dropout_inference. PyTorch's dropout is inverted_dropout.",
        sizes={"N": 7},
    )
)

dropout_inference = register(
    Definition(
        id="dropout_inference",
        chapter="dropout",
        summary="y[i] = (1 - p)*x[i]",
        signature="x, p",
        variants={
            "": """
                dropout_inference(x[N]; p: real in [0,1]) -> y
                y[i] = (1 - p)*x[i]
            """,
        },
        reference=(
            "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), Dropout, section 4; "
            "Larin, Neural networks (lecture slides), dropout"
        ),
        adapter="elementwise",
        elementwise=True,
        notes="p is the probability with which the mask of dropout_train drops an entry; the source's p is 1 - p.",
        sizes={"N": 7},
        parameters={"p": 0.3},
    )
)

inverted_dropout = register(
    Definition(
        id="inverted_dropout",
        chapter="dropout",
        summary="y[i] = mask[i]*x[i]/(1 - p)",
        signature="x, mask, p",
        variants={
            "": """
                inverted_dropout(x[N], mask[N]: mask; p: real in [0,1)) -> y
                y[i] = mask[i]*x[i]/(1 - p)
            """,
        },
        reference=(
            "Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), Dropout, section 10; "
            "Larin, Neural networks (lecture slides), inverted dropout"
        ),
        adapter="dropout",
        elementwise=True,
        notes=f"{MASK} p < 1 is the probability with which it drops an entry. Nothing is to be corrected at inference.",
        sizes={"N": 7},
        parameters={"p": 0.3},
    )
)
