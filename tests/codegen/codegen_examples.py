"""Systems that together use every construct the compiler lowers, with sizes at which to check them."""

from __future__ import annotations

from typing import Any

from nnmath.notation import System, define

SYSTEMS: dict[str, System] = {}
SIZES: dict[str, list[dict[str, Any]]] = {}


def example(text: str, *sizes: dict[str, Any]) -> None:
    system = define(text)
    SYSTEMS[system.name], SIZES[system.name] = system, list(sizes)


example(
    """
    batch_norm(x[N,F], weight[F], bias[F]; eps: real > 0) -> y
    mu[j] = 1/N*sum[i](x[i,j])
    var[j] = 1/N*sum[i]((x[i,j]-mu[j])**2)
    xhat[i,j] = (x[i,j]-mu[j])/sqrt(var[j]+eps)
    y[i,j] = weight[j]*xhat[i,j]+bias[j]
    """,
    {"N": 4, "F": 3},
    {"N": 1, "F": 2},
    {"N": 3, "F": 0},
)
example(
    """
    batch_norm3(x[N,C,S], weight[C], bias[C]; eps: real > 0) -> y
    mu[c] = 1/(N*S)*sum[n,s](x[n,c,s])
    var[c] = 1/(N*S)*sum[n,s]((x[n,c,s]-mu[c])**2)
    xhat[n,c,s] = (x[n,c,s]-mu[c])/sqrt(var[c]+eps)
    y[n,c,s] = weight[c]*xhat[n,c,s]+bias[c]
    """,
    {"N": 2, "C": 3, "S": 4},
)
example(
    """
    layer_norm(x[N,F], weight[F], bias[F]; eps: real > 0) -> y
    mu[n] = mean[j](x[n,j])
    var[n] = mean[j]((x[n,j]-mu[n])**2)
    y[n,j] = weight[j]*(x[n,j]-mu[n])/sqrt(var[n]+eps)+bias[j]
    """,
    {"N": 2, "F": 5},
    {"N": 0, "F": 2},
)
example(
    """
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
    """,
    {"T": 3, "N": 2, "I": 4, "H": 5},
    {"T": 1, "N": 1, "I": 1, "H": 1},
    {"T": 0, "N": 2, "I": 1, "H": 3},
)
example(
    """
    rnn(x[T,N,I], h0[N,H], w[H,I], v[H,H], b[H]) -> output, last
    h[0,n,j] = h0[n,j]
    z[t,n,j] = sum[i](w[j,i]*x[t,n,i]) + b[j] + sum[k](v[j,k]*h[t,n,k])
    h[t+1,n,j] = tanh(z[t,n,j])
    output[t,n,j] = h[t+1,n,j]
    last[n,j] = h[T,n,j]
    """,
    {"T": 4, "N": 2, "I": 5, "H": 3},
)
example(
    """
    stacked(x[T,N,H], h0[L,N,H], w[L,H,H], v[L,H,H]) -> y
    h[0,t+1,n,k] = x[t,n,k]
    h[l+1,0,n,k] = h0[l,n,k]
    z[l,t,n,j] = sum[k](w[l,j,k]*h[l,t+1,n,k]) + sum[k](v[l,j,k]*h[l+1,t,n,k])
    h[l+1,t+1,n,k] = tanh(z[l,t,n,k])
    y[t,n,k] = h[L,t+1,n,k]
    """,
    {"T": 3, "N": 2, "H": 4, "L": 2},
    {"T": 2, "N": 1, "H": 3, "L": 1},
)
example(
    """
    mlp(x[N,n(0)], weights[l:L, n(l+1), n(l)], biases[l:L, n(l+1)]; sigma: function) -> y
    a[0,m,j] = x[m,j]
    z[l,m,j] = sum[k](weights[l,j,k]*a[l,m,k]) + biases[l,j]
    a[l+1,m,j] = sigma[l](z[l,m,j])
    y[m,j] = a[L,m,j]
    """,
    {"N": 2, "L": 3, "n": [4, 3, 1, 5]},
    {"N": 3, "L": 1, "n": [2, 4]},
)
example(
    """
    conv2d(x[N,G*C,H,W], weight[G*K,C,R,S], bias[G*K];
           G: int>=1, s0: int>=1, s1: int>=1, p0: int>=0, p1: int>=0, d0: int>=1, d1: int>=1) -> y
    g < G
    k < K
    p < (H+2*p0-d0*(R-1)-1)//s0+1
    q < (W+2*p1-d1*(S-1)-1)//s1+1
    y[n,g*K+k,p,q] = sum[c,r,s](weight[g*K+k,c,r,s]*pad(x[n,g*C+c,s0*p+d0*r-p0,s1*q+d1*s-p1])) + bias[g*K+k]
    """,
    {
        "N": 2,
        "C": 2,
        "G": 1,
        "H": 5,
        "W": 4,
        "K": 3,
        "R": 3,
        "S": 2,
        "s0": 1,
        "s1": 1,
        "p0": 1,
        "p1": 1,
        "d0": 1,
        "d1": 1,
    },
    {
        "N": 1,
        "C": 2,
        "G": 2,
        "H": 6,
        "W": 7,
        "K": 1,
        "R": 2,
        "S": 3,
        "s0": 2,
        "s1": 3,
        "p0": 1,
        "p1": 2,
        "d0": 2,
        "d1": 1,
    },
    {
        "N": 2,
        "C": 1,
        "G": 3,
        "H": 4,
        "W": 5,
        "K": 2,
        "R": 1,
        "S": 1,
        "s0": 2,
        "s1": 1,
        "p0": 0,
        "p1": 3,
        "d0": 1,
        "d1": 1,
    },
)
example(
    """
    transposed(x[N,C,H], weight[C,K,R]; s: int>=1, p: int>=0, Q: int>=0) -> y
    q < Q
    y[n,k,q] = sum[c,h,r]([q == s*h+r-p]*x[n,c,h]*weight[c,k,r])
    """,
    {"N": 2, "C": 3, "H": 4, "K": 5, "R": 3, "s": 2, "p": 1, "Q": 7},
    {"N": 1, "C": 1, "H": 2, "K": 2, "R": 2, "s": 3, "p": 0, "Q": 6},
)
example(
    """
    max_pool2d(x[N,C,H,W]; k0: int>=1, k1: int>=1, s0: int>=1, s1: int>=1, p0: int>=0, p1: int>=0) -> y
    r < k0
    s < k1
    p < (H+2*p0-(k0-1)-1)//s0+1
    q < (W+2*p1-(k1-1)-1)//s1+1
    y[n,c,p,q] = max[r,s](pad(x[n,c,s0*p+r-p0,s1*q+s-p1]))
    """,
    {"N": 2, "C": 3, "H": 5, "W": 4, "k0": 3, "k1": 2, "s0": 2, "s1": 1, "p0": 1, "p1": 0},
    {"N": 1, "C": 1, "H": 4, "W": 6, "k0": 2, "k1": 2, "s0": 2, "s1": 2, "p0": 0, "p1": 0},
)
example(
    """
    avg_pool1d(x[N,C,H]; k: int>=1, s: int>=1, p: int>=0) -> y
    r < k
    q < (H+2*p-k)//s+1
    y[n,c,q] = 1/k*sum[r](pad(x[n,c,s*q+r-p]))
    """,
    {"N": 2, "C": 3, "H": 7, "k": 3, "s": 2, "p": 1},
)
example(
    """
    cross_entropy(x[N,K], target[N]: int < K) -> loss
    l[n] = logsumexp[k](x[n,k])
    loss = 1/N*sum[n](l[n] - sum[k]([target[n]==k]*x[n,k]))
    """,
    {"N": 4, "K": 3},
    {"N": 1, "K": 1},
)
example(
    """
    weighted(x[N,K], weight[K], target[N]: int < K) -> loss
    l[n] = logsumexp[k](x[n,k])
    loss = sum[n,k]([target[n]==k]*weight[k]*(l[n] - x[n,k]))/sum[n,k]([target[n]==k]*weight[k])
    """,
    {"N": 4, "K": 3},
)
example(
    """
    embedding(w[V,D], index[N]: int < V) -> y
    y[n,d] = sum[v]([index[n]==v]*w[v,d])
    """,
    {"N": 6, "V": 3, "D": 4},
)
example("relu(x[N]) -> y\ny[i] = x[i] if x[i] > 0 else 0", {"N": 5}, {"N": 0})
example(
    "elu(x[N]; alpha: real > 0) -> y\ny[i] = x[i] if x[i] > 0 else alpha*(exp(x[i])-1)",
    {"N": 6},
)
example(
    "softmax(x[N,K]) -> y\ny[n,k] = exp(x[n,k] - logsumexp[j](x[n,j]))", {"N": 3, "K": 4}, {"N": 0, "K": 2}
)
example(
    """
    attention(q[B,T,D], k[B,S,D], v[B,S,E]; scale: real) -> y
    s[b,i,j] = scale*sum[d](q[b,i,d]*k[b,j,d])
    l[b,i] = logsumexp[j]([j <= i]*s[b,i,j])
    p[b,i,j] = [j <= i]*exp(s[b,i,j] - l[b,i])
    y[b,i,e] = sum[j](p[b,i,j]*v[b,j,e])
    """,
    {"B": 2, "T": 4, "S": 3, "D": 5, "E": 6},
)
example("product(x[N,K]) -> y\ny[n] = prod[k](x[n,k])", {"N": 3, "K": 4}, {"N": 2, "K": 1})
example("largest(x[N,J,K]) -> y\ny[n] = max[j,k](x[n,j,k])", {"N": 3, "J": 2, "K": 4})
example("smallest(x[N,K]) -> y\ny[n] = min[k](2*x[n,k])", {"N": 3, "K": 4})
example(
    """
    polynomial(x[N], c[D]) -> y
    p[0,n] = 0*x[n]
    p[d+1,n] = p[d,n]*x[n] + c[d]
    y[n] = p[D,n]
    """,
    {"N": 3, "D": 4},
)
example(
    """
    cumulative(x[N,T]) -> y
    s[n,t+1] = s[n,t] + x[n,t]
    y[n,t] = s[n,t+1]
    """,
    {"N": 2, "T": 5},
)
example(
    """
    adam(w[N], grad[N], m[N], v[N]; lr: real > 0, beta1: real in [0,1), beta2: real in [0,1), eps: real > 0,
         t: int >= 1) -> w_new, m_new, v_new
    m_new[i] = beta1*m[i] + (1-beta1)*grad[i]
    v_new[i] = beta2*v[i] + (1-beta2)*grad[i]**2
    w_new[i] = w[i] - lr*m_new[i]/(1-beta1**t)/(sqrt(v_new[i]/(1-beta2**t))+eps)
    """,
    {"N": 4, "t": 3},
)
example(
    "mse(x[N,F], target[N,F]) -> loss\nloss = 1/(N*F)*sum[i,j]((x[i,j]-target[i,j])**2)", {"N": 3, "F": 2}
)
example("gelu(x[N]) -> y\ny[i] = x[i]*Phi(x[i])", {"N": 5})
example(
    "bilinear(x[N,I], w[O,I,J], y[N,J]) -> z\nz[n,o] = sum[i,j](x[n,i]*w[o,i,j]*y[n,j])",
    {"N": 3, "I": 2, "J": 4, "O": 5},
)
example("positions(x[N,T]; a: real) -> y\ny[n,t] = x[n,t]*t + a*t**2", {"N": 2, "T": 4})
example("reverse(x[T,N]) -> y\nt < T\ny[t,n] = x[T-1-t,n]", {"T": 4, "N": 3}, {"T": 0, "N": 3})
example("diagonal(x[N,N], d[N]) -> y\ny[i,j] = [i == j]*d[i] + x[i,j]", {"N": 4})
example("trace(x[N,M,M]) -> y\ny[n] = sum[i,j]([i == j]*x[n,i,j])", {"N": 2, "M": 3})
example("shifted(x[N,T]) -> y\ny[n,t] = x[n,t] - pad(x[n,t-1])", {"N": 2, "T": 5})
example("powers(x[N]) -> y\nd < 4\ny[n,d] = x[n]**(d+1)", {"N": 3})
example(
    """
    swish_glu(x[N,I], w[2*H,I]) -> y
    h < H
    z[n,a] = sum[i](w[a,i]*x[n,i])
    y[n,h] = z[n,h]*z[n,H+h]*sigmoid(z[n,H+h])
    """,
    {"N": 3, "I": 4, "H": 2},
)
example(
    """
    chain(x[N,F], w[F], v[F]) -> y, s
    a[n,f] = w[f]*x[n,f]
    b[n,f] = v[f]*a[n,f] + w[f]
    c[n,f] = b[n,f]*w[f]
    y[n,f] = c[n,f]**2
    s[f] = sum[n](c[n,f]*v[f])
    """,
    {"N": 3, "F": 4},
)
example(
    """
    unequal(x[T], x0) -> y
    a[0] = x0
    b[u] = 2*a[u]
    u < T+1
    a[t+1] = b[t]*x[t]
    y[u] = b[u]
    """,
    {"T": 4},
    {"T": 0},
)
example(
    """
    backwards(x[T,N], last[N]) -> y
    a[T,n] = last[n]
    a[t,n] = a[t+1,n]*x[t,n]
    t < T
    y[t,n] = a[t,n]
    """,
    {"T": 4, "N": 2},
)
example(
    """
    fibonacci(x[N], T0[K]; T: int >= 0) -> y
    f[0,n] = x[n]
    f[1,n] = x[n]**2
    t < T
    f[t+2,n] = f[t+1,n]*f[t,n] + f[t,n]
    y[n] = f[T+1,n] + sum[k](T0[k])
    """,
    {"N": 3, "T": 3, "K": 2},
)
example(
    """
    multihead(x[N,T,M,D], w[A,M,D]) -> y
    s[n,m,i,j] = sum[d](x[n,i,m,d]*x[n,j,m,d])
    o[n,i,m,d] = sum[j](s[n,m,i,j]*x[n,j,m,d])
    y[n,i,a] = sum[m,d](w[a,m,d]*o[n,i,m,d])
    """,
    {"N": 2, "T": 3, "M": 2, "D": 4, "A": 5},
)
