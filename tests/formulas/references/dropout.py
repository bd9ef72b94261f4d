"""The dropout chapter as plain NumPy."""

import numpy as np


def dropout_train(x, mask):
    return np.where(mask, x, 0.0)


def dropout_inference(x, p):
    return x - p * x


def inverted_dropout(x, mask, p):
    return np.where(mask, x / (1 - p), 0.0)
