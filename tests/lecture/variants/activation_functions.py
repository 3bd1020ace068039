"""The exercises of the activation functions as different students solve them."""

import numpy as np


def sigma(z):
    return 1 / (1 + np.exp(-z))


def silu(z):
    s = 1 / (1 + np.exp(-z))
    return z * s, s + z * s * (1 - s)


def silu_number_by_number(z):
    value, slope = np.zeros(z.shape), np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        s = 1 / (1 + np.exp(-z[index]))
        value[index] = z[index] * s
        slope[index] = s * (1 + z[index] * (1 - s))
    return value, slope


def silu_from_the_value(z):
    s = sigma(z)
    v = z * s
    return [v, v + s * (1 - v)]


def silu_by_the_quotient_rule(z):
    power = np.exp(-z)
    return z / (1 + power), (1 + power + z * power) / (1 + power) ** 2


def silu_by_tanh(z):
    t = np.tanh(z / 2)
    return z * (1 + t) / 2, (1 + t) / 2 + z * (1 - t**2) / 4


def silu_of_complex_numbers(z):
    result = (z + 1e-30j) / (1 + np.exp(-z - 1e-30j))
    return result.real, result.imag / 1e-30


def silu_stable(z):
    s = np.exp(-np.logaddexp(0, -z))
    return np.array([z * s, s - z * s * (s - 1)])


def silu_of_a_list(z):
    flat = [silu(number) for number in z.ravel().tolist()]
    return tuple(np.array([pair[i] for pair in flat]).reshape(z.shape) for i in (0, 1))


def silu_softplus(z):
    return z * sigma(z), sigma(z) * (1 + z / (1 + np.exp(z)))


def changes_z(z):
    s = sigma(z)
    slope = s + z * s * (1 - s)
    z *= s
    return z, slope


def rough_slope(z):
    return z * sigma(z), ((z + 1e-4) * sigma(z + 1e-4) - z * sigma(z)) / 1e-4


def silu_one_dimension(z):
    return [number * sigma(number) for number in z.ravel()], [silu(number)[1] for number in z.ravel()]


def leaky(h, dh, alpha):
    return np.where(h > 0, dh, alpha * dh)


def leaky_number_by_number(h, dh, alpha):
    dz = np.empty(h.shape)
    for index in np.ndindex(h.shape):
        dz[index] = dh[index] if h[index] > 0 else alpha * dh[index]
    return dz


def leaky_by_a_mask(h, dh, alpha):
    dz = np.array(dh, dtype=float)
    dz[h <= 0] *= alpha
    return dz


def leaky_in_two_parts(h, dh, alpha):
    on = (h > 0).astype(float)
    return on * dh + (1 - on) * alpha * dh


def leaky_flat(h, dh, alpha):
    pairs = zip(h.ravel(), dh.ravel(), strict=True)
    return np.array([upstream * (1 if value > 0 else alpha) for value, upstream in pairs]).reshape(h.shape)


def leaky_by_z(h, dh, alpha):
    z = np.where(h > 0, h, h / alpha)
    return dh * np.where(z > 0, 1.0, alpha)


def leaky_vectorised(h, dh, alpha):
    return np.vectorize(lambda value, upstream: upstream if value > 0 else alpha * upstream, otypes=[float])(h, dh)


def leaky_in_place(h, dh, alpha):
    dh[h < 0] *= alpha
    return dh


def leaky_with_if(h, dh, alpha):
    return dh if h > 0 else alpha * dh


def leaky_all_or_nothing(h, dh, alpha):
    return dh if np.all(h > 0) else alpha * dh


def leaky_in_one_dimension(h, dh, alpha):
    return np.array([d if v > 0 else alpha * d for v, d in zip(h, dh, strict=True)])


RIGHT = {
    "silu_slope": [
        silu,
        silu_number_by_number,
        silu_from_the_value,
        silu_by_the_quotient_rule,
        silu_by_tanh,
        silu_of_complex_numbers,
        silu_stable,
        silu_of_a_list,
        silu_softplus,
        lambda z: (z * sigma(z), sigma(z) + z * sigma(z) * sigma(-z)),
    ],
    "leaky_backward": [
        leaky,
        leaky_number_by_number,
        leaky_by_a_mask,
        leaky_in_two_parts,
        leaky_flat,
        leaky_by_z,
        leaky_vectorised,
        lambda h, dh, alpha: dh * np.where(h > 0, 1, alpha),
        lambda h, dh, alpha: dh * alpha ** (h <= 0),
        lambda h, dh, alpha: dh * (alpha + (1 - alpha) * (h > 0)),
        lambda h, dh, alpha: np.choose(h > 0, [alpha * dh, dh]),
    ],
}

WRONG = {
    "silu_slope": [
        changes_z,
        rough_slope,
        silu_one_dimension,
        lambda z: (z * sigma(z), sigma(z)),
        lambda z: (z * sigma(z), sigma(z) * (1 - sigma(z))),
        lambda z: (z * sigma(z), z * sigma(z) * (1 - sigma(z))),
        lambda z: (z * sigma(z), sigma(z) + sigma(z) * (1 - sigma(z))),
        lambda z: (z * sigma(z), sigma(z) + z * sigma(z)),
        lambda z: (z * sigma(z), sigma(z) - z * sigma(z) * (1 - sigma(z))),
        lambda z: (z * sigma(z), sigma(z) + z * sigma(z) * (1 - z)),
        lambda z: (z * sigma(z), z * sigma(z) * (1 - z * sigma(z))),
        lambda z: (z * sigma(z), 1 + z * sigma(z) * (1 - sigma(z))),
        lambda z: (sigma(z), silu(z)[1]),
        lambda z: silu(z)[::-1],
        lambda z: silu(z)[0],
        lambda z: silu(z)[1],
        lambda z: (np.maximum(0, z), (z > 0) * 1.0),
        lambda z: (np.logaddexp(0, z), sigma(z)),
        lambda z: (z * sigma(1.702 * z), sigma(1.702 * z) + 1.702 * z * sigma(1.702 * z) * (1 - sigma(1.702 * z))),
        lambda z: (z * sigma(z), np.maximum(0, silu(z)[1])),
        lambda z: (z * sigma(z), np.clip(silu(z)[1], -1, 1)),
        lambda z: (z / (1 + np.exp(z)), sigma(-z) - z * sigma(-z) * sigma(z)),
        lambda z: (np.round(silu(z)[0], 4), np.round(silu(z)[1], 4)),
        lambda z: (z * np.tanh(z), np.tanh(z) + z * (1 - np.tanh(z) ** 2)),
        lambda z: (z @ sigma(z).T, silu(z)[1]),
    ],
    "leaky_backward": [
        leaky_in_place,
        leaky_with_if,
        leaky_all_or_nothing,
        leaky_in_one_dimension,
        lambda h, dh, alpha: np.where(h > 0, dh, 0),
        lambda h, dh, alpha: np.where(dh > 0, dh, alpha * dh),
        lambda h, dh, alpha: np.where(h > 0, dh, alpha),
        lambda h, dh, alpha: np.where(h > 0, alpha * dh, dh),
        lambda h, dh, alpha: np.where(h > 0, 1, alpha),
        lambda h, dh, alpha: np.where(h > 0, dh, 0.01 * dh),
        lambda h, dh, alpha: np.where(h > 0, dh, -alpha * dh),
        lambda h, dh, alpha: np.where(h > 0, dh, alpha * h),
        lambda h, dh, alpha: np.where(h > 0, dh, dh / alpha),
        lambda h, dh, alpha: np.where(h > 0, dh, (1 - alpha) * dh),
        lambda h, dh, alpha: np.where(h > 0, dh, alpha**2 * dh),
        lambda h, dh, alpha: np.where(h > alpha, dh, alpha * dh),
        lambda h, dh, alpha: np.where(abs(h) > 0, dh, alpha * dh),
        lambda h, dh, alpha: dh * np.maximum(h > 0, alpha),
        lambda h, dh, alpha: dh * np.where(h > 0, h, alpha * h),
        lambda h, dh, alpha: np.maximum(dh, alpha * dh),
        lambda h, dh, alpha: alpha * dh,
        lambda h, dh, alpha: h * dh,
        lambda h, dh, alpha: leaky(h, dh, alpha).ravel(),
        lambda h, dh, alpha: leaky(h, dh, alpha).sum(),
        lambda h, dh, alpha: leaky(h - 0.01, dh, alpha),
        lambda h, dh, alpha: leaky(np.round(h), dh, alpha),
        lambda h, dh, alpha: (leaky(h, dh, alpha), alpha),
    ],
}

HINTS = {
    ("silu_slope", 3): "one_factor",
    ("silu_slope", 4): "sigmoid_slope",
    ("silu_slope", 5): "no_product_rule",
    ("silu_slope", 6): "no_z",
    ("silu_slope", 8): "sign",
    ("leaky_backward", 1): "if",
    ("leaky_backward", 4): "like_relu",
    ("leaky_backward", 5): "sign_of_dh",
    ("leaky_backward", 6): "alpha_alone",
    ("leaky_backward", 7): "swapped",
    ("leaky_backward", 8): "no_upstream",
    ("leaky_backward", 15): "threshold_alpha",
    ("leaky_backward", 20): "alpha_on_both",
    ("leaky_backward", 21): "times_value",
}
