"""Peers that misbehave, in tables that a worker process imports."""

import os
import time

import numpy as np


def right(x):
    y = np.tanh(x)
    return y, lambda dy: (dy * (1 - y * y),)


def wrong_value(x):
    y, pullback = right(x)
    return y * 1.001, pullback


def wrong_gradient(x):
    y, pullback = right(x)
    return y, lambda dy: (pullback(dy)[0] * 1.001,)


def no_gradient(x):
    return right(x)[0], lambda dy: ()


def single(x):
    y, pullback = right(x.astype(np.float32))
    return y, lambda dy: pullback(dy.astype(np.float32))


def nan(x):
    y, pullback = right(x)
    y[0] = np.nan
    return y, pullback


def crash(x):
    os.abort()


def raises(x):
    raise RuntimeError("not today")


def sleeps(x):
    time.sleep(60)


class Later:
    """Right at first, and gone when it is timed."""

    calls = 0

    def __call__(self, x):
        Later.calls += 1
        if Later.calls > 4:
            os._exit(3)
        return right(x)


RIGHT = {"tanh": right}
VALUE, GRADIENT, COUNT, NAN = ({"tanh": f} for f in (wrong_value, wrong_gradient, no_gradient, nan))
SINGLE = {"tanh": single}
CRASH, RAISES, SLEEPS, LATER = ({"tanh": f} for f in (crash, raises, sleeps, Later()))
