"""Recurrent layers over a sequence: x is (T, N, I), states are (N, H)."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

rnn = register(
    Definition(
        id="rnn",
        chapter="recurrent",
        summary="h[t+1] = tanh(w_ih x[t] + b_ih + w_hh h[t] + b_hh)",
        signature="x, h0, w_ih, w_hh, b_ih, b_hh",
        variants={
            "": """
                rnn(x[T, N, I], h0[N, H], w_ih[H, I], w_hh[H, H], b_ih[H], b_hh[H]) -> output, h_n
                h[0,n,j] = h0[n,j]
                z[t,n,j] = sum[i](w_ih[j,i]*x[t,n,i]) + b_ih[j] + sum[k](w_hh[j,k]*h[t,n,k]) + b_hh[j]
                h[t+1,n,j] = tanh(z[t,n,j])
                output[t,n,j] = h[t+1,n,j]
                h_n[n,j] = h[T,n,j]
            """,
        },
        reference="Elman (1990), Finding structure in time; Werbos (1990), Backpropagation through time",
        notes="Returns (output, h_n): output (T, N, H) holds every state, h_n (N, H) the last.",
        sizes={"T": 3, "N": 2, "I": 5, "H": 4},
    )
)

lstm = register(
    Definition(
        id="lstm",
        chapter="recurrent",
        summary="c[t+1] = f*c[t] + i*g; h[t+1] = o*tanh(c[t+1]); gates i, f, o = sigmoid, g = tanh of affine maps",
        signature="x, h0, c0, w_ih, w_hh, b_ih, b_hh",
        variants={
            "": """
                lstm(x[T, N, I], h0[N, H], c0[N, H], w_ih[4*H, I], w_hh[4*H, H], b_ih[4*H], b_hh[4*H])
                    -> output, h_n, c_n
                h[0,n,k] = h0[n,k]
                c[0,n,k] = c0[n,k]
                z[t,n,a] = sum[i](w_ih[a,i]*x[t,n,i]) + b_ih[a] + sum[k](w_hh[a,k]*h[t,n,k]) + b_hh[a]
                i_gate[t,n,k] = sigmoid(z[t,n,k])
                f_gate[t,n,k] = sigmoid(z[t,n,H+k])
                g_gate[t,n,k] = tanh(z[t,n,2*H+k])
                o_gate[t,n,k] = sigmoid(z[t,n,3*H+k])
                c[t+1,n,k] = f_gate[t,n,k]*c[t,n,k] + i_gate[t,n,k]*g_gate[t,n,k]
                s[t,n,k] = tanh(c[t+1,n,k])
                h[t+1,n,k] = o_gate[t,n,k]*s[t,n,k]
                output[t,n,k] = h[t+1,n,k]
                h_n[n,k] = h[T,n,k]
                c_n[n,k] = c[T,n,k]
            """,
        },
        reference=(
            "Hochreiter and Schmidhuber (1997), Long short-term memory; "
            "forget gate: Gers, Schmidhuber and Cummins (2000), Learning to forget"
        ),
        notes="Gates are stacked i, f, g, o. Returns (output, h_n, c_n).",
        sizes={"T": 3, "N": 2, "I": 5, "H": 4},
    )
)
