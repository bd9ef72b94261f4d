"""Layers small enough to read, large enough to have every difficulty: the prover's test objects."""

from dataclasses import replace

import sympy

from nnmath.notation import System, define, opaque

BATCH_NORM = define("""
    batch_norm(x[N,F], weight[F], bias[F]; eps: real > 0) -> y
    mu[j] = 1/N*sum[i](x[i,j])
    var[j] = 1/N*sum[i]((x[i,j]-mu[j])**2)
    xhat[i,j] = (x[i,j]-mu[j])/sqrt(var[j]+eps)
    y[i,j] = weight[j]*xhat[i,j]+bias[j]
""")

LSTM = define("""
    lstm(x[T,N,I], h0[N,H], c0[N,H], w_ih[4*H,I], w_hh[4*H,H], b_ih[4*H], b_hh[4*H]) -> output, h_n, c_n
    h[0,n,k] = h0[n,k]
    c[0,n,k] = c0[n,k]
    z[t,n,g] = sum[i](w_ih[g,i]*x[t,n,i]) + b_ih[g] + sum[k](w_hh[g,k]*h[t,n,k]) + b_hh[g]
    i_[t,n,k] = sigmoid(z[t,n,k])
    f[t,n,k] = sigmoid(z[t,n,H+k])
    g_[t,n,k] = tanh(z[t,n,2*H+k])
    o[t,n,k] = sigmoid(z[t,n,3*H+k])
    c[t+1,n,k] = f[t,n,k]*c[t,n,k] + i_[t,n,k]*g_[t,n,k]
    h[t+1,n,k] = o[t,n,k]*tanh(c[t+1,n,k])
    output[t,n,k] = h[t+1,n,k]
    h_n[n,k] = h[T,n,k]
    c_n[n,k] = c[T,n,k]
""")

MLP = define("""
    mlp(x[N,n(0)], weights[l:L, n(l+1), n(l)], biases[l:L, n(l+1)], target[N, n(L)]; sigma: function) -> C
    a[0,m,j] = x[m,j]
    z[l,m,j] = sum[k](weights[l,j,k]*a[l,m,k]) + biases[l,j]
    a[l+1,m,j] = sigma[l](z[l,m,j])
    C = sum[m,j]((a[L,m,j]-target[m,j])**2)/2
""")

CONV = define("""
    conv(x[N,C,W], weight[K,C,R]; s: int >= 1, p: int >= 0) -> y
    q < (W+2*p-R)//s+1
    y[n,k,q] = sum[c,r](weight[k,c,r]*pad(x[n,c,s*q+r-p]))
""")

GROUPED = define("""
    conv2d(x[N,G*C,H,W], weight[G*K,C,R,S], bias[G*K]; G: int >= 1, s0: int >= 1, s1: int >= 1, p0: int >= 0,
        p1: int >= 0, d0: int >= 1, d1: int >= 1) -> y
    g < G
    k < K
    p < (H+2*p0-d0*(R-1)-1)//s0+1
    q < (W+2*p1-d1*(S-1)-1)//s1+1
    y[n,g*K+k,p,q] = sum[c,r,s](weight[g*K+k,c,r,s]*pad(x[n,g*C+c,s0*p+d0*r-p0,s1*q+d1*s-p1])) + bias[g*K+k]
""")

MAX_POOL = define("""
    max_pool(x[N,C,W]; k: int >= 1, s: int >= 1, p: int >= 0) -> y
    r < k
    q < (W+2*p-k)//s+1
    y[n,c,q] = max[r](pad(x[n,c,s*q+r-p]))
""")

CROSS_ENTROPY = define("""
    cross_entropy(x[N,K], target[N]: int < K) -> loss
    l[n] = logsumexp[k](x[n,k])
    loss = 1/N*sum[n](l[n] - sum[k]([target[n]==k]*x[n,k]))
""")

SOFT_CROSS_ENTROPY = define("""
    soft_cross_entropy(x[N,K], y[N,K]) -> loss
    l[n] = logsumexp[k](x[n,k])
    p[n,k] = exp(x[n,k]-l[n])
    loss = sum[n,k](y[n,k]*(l[n]-x[n,k]))
""")

RELU = define("relu(x[N]) -> y", "y[i] = x[i] if x[i] > 0 else 0")

SOFTMAX = define("softmax(x[N,K]) -> y", "y[n,k] = exp(x[n,k] - logsumexp[j](x[n,j]))")

PRODUCT = define("product(x[N,K]) -> y", "y[n] = prod[k](x[n,k]**2+1)")

ALL = {
    s.name: s
    for s in (BATCH_NORM, LSTM, MLP, CONV, GROUPED, MAX_POOL, CROSS_ENTROPY, SOFT_CROSS_ENTROPY, RELU, SOFTMAX, PRODUCT)
}


def with_derivative(system: System, name: str, of: str) -> System:
    """The system in which the opaque function `name` is the derivative of `of`."""

    def primed(body: sympy.Expr) -> sympy.Expr:
        return body.replace(
            lambda e: isinstance(e, opaque) and e.name_of == name,
            lambda e: opaque(sympy.Symbol(of), sympy.Integer(e.order + 1), *e.args[2:]),
        )

    statements = tuple(replace(s, body=primed(s.body)) for s in system.statements)
    return replace(system, statements=statements, functions=tuple(f for f in system.functions if f != name))


SENSITIVITIES = with_derivative(
    define("""
    network(x[n(0)], weights[l:L, n(l+1), n(l)], biases[l:L, n(l+1)], target[n(L)];
        sigma: function, dsigma: function, p: int >= 0) -> C
    i < n(p+1)
    u < L-1
    v < n(u+2)
    w < n(u+1)
    a[0,j] = x[j]
    z[l,j] = sum[k](weights[l,j,k]*a[l,k]) + biases[l,j]
    a[l+1,j] = sigma[l](z[l,j])
    C = sum[j]((a[L,j]-target[j])**2)/2
    D[l,j,i] += [l==p]*[j==i]
    D[u+1,v,i] += sum[w]([u>=p]*weights[u+1,v,w]*dsigma[u](z[u,w])*D[u,w,i])
"""),
    "dsigma",
    "sigma",
)
"""A network with D[l,j,i] = dz[l,j]/dz[p,i] by the forward recurrence."""
