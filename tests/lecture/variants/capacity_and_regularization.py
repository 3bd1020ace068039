"""Right and wrong solutions of the exercises on L2 and early stopping, as students might write them."""

import numpy as np


def l2_by_loop(dW, db, W, b, strength):
    new = np.zeros(W.shape)
    for at in np.ndindex(W.shape):
        new[at] = dW[at] + strength * W[at]
    return new, db


def l2_by_copy(dW, db, W, b, strength):
    dW, db = dW.copy(), db.copy()
    dW += strength * W
    db += 0 * b
    return [dW, db]


def l2_by_lists(dW, db, W, b, strength):
    rows = [[g + strength * w for g, w in zip(*pair, strict=True)] for pair in zip(dW.tolist(), W.tolist(), strict=True)]
    return rows, db.tolist()


def l2_by_decay(dW, db, W, b, strength, learning_rate=0.5):
    moved = (1 - learning_rate * strength) * W - learning_rate * dW
    return (W - moved) / learning_rate, (b - (b - learning_rate * db)) / learning_rate


def l2_by_penalty(dW, db, W, b, strength):
    return np.add(dW, strength / 2 * 2 * W), np.array(db)


def l2_by_both(dW, db, W, b, strength):
    return tuple(gradient + s * part for gradient, part, s in zip((dW, db), (W, b), (strength, 0), strict=True))


def in_place_l2(dW, db, W, b, strength):
    dW += strength * W
    return dW, db


def decays_the_weights(dW, db, W, b, strength):
    W *= 1 - strength
    return dW, db


def stop_by_loop(losses, patience):
    best, waited = 0, 0
    for i in range(1, len(losses)):
        if losses[i] < losses[best]:
            best, waited = i, 0
        else:
            waited += 1
            if waited == patience:
                break
    return best


def stop_by_lowest(losses, patience):
    lowest, found, since = float("inf"), None, 0
    for number, loss in enumerate(losses):
        since += 1
        if loss < lowest:
            lowest, found, since = loss, number, 0
        if since >= patience:
            return found
    return found


def stop_by_argmin(losses, patience):
    for end in range(1, len(losses) + 1):
        at = int(np.argmin(losses[:end]))
        if end - 1 - at >= patience:
            return at
    return at


def stop_by_accumulate(losses, patience):
    lowest = np.minimum.accumulate(losses)
    below = np.concatenate([[True], np.diff(lowest) < 0])
    records = np.flatnonzero(below)
    for at, after in zip(records, [*records[1:], np.inf], strict=True):
        if after - at > patience:
            return at
    return records[-1]


def stop_by_windows(losses, patience):
    for i in range(len(losses)):
        ahead = losses[i + 1 : i + 1 + patience]
        if losses[i] == min(losses[: i + 1]) and losses.index(losses[i]) == i and all(loss >= losses[i] for loss in ahead):
            return i
    return None


def stop_by_step_back(losses, patience):
    bad, low = 0, losses[0] + 1
    for i, loss in enumerate(losses):
        bad = 0 if loss < low else bad + 1
        low = min(low, loss)
        if bad == patience:
            return i - patience
    return losses.index(min(losses))


def stop_by_recursion(losses, patience, best=0):
    ahead = [i for i in range(best + 1, min(best + 1 + patience, len(losses))) if losses[i] < losses[best]]
    return stop_by_recursion(losses, patience, ahead[0]) if ahead else best


def stop_by_while(losses, patience):
    i, best, left = 1, 0, patience
    while i < len(losses) and left > 0:
        if losses[i] < losses[best]:
            best, left = i, patience
        else:
            left -= 1
        i += 1
    return np.int64(best)


def stop(losses, patience, below=lambda loss, low: loss < low, reset=0, answer=lambda best, i, low: best):
    """The right solution with a part exchanged."""
    best, low, waited, i = 0, losses[0], 0, 0
    for i, loss in enumerate(losses):
        if i and below(loss, low):
            best, low, waited = i, loss, min(waited, reset)
        elif i:
            waited += 1
        if waited >= patience:
            break
    return answer(best, i, low)


def compares_with_last(losses, patience):
    waited, best = 0, 0
    for i in range(1, len(losses)):
        waited = 0 if losses[i] < losses[i - 1] else waited + 1
        if losses[i] < losses[best]:
            best = i
        if waited == patience:
            break
    return best


def last_good_step(losses, patience):
    waited, best = 0, 0
    for i in range(1, len(losses)):
        if losses[i] < losses[i - 1]:
            waited, best = 0, i
        else:
            waited += 1
        if waited == patience:
            break
    return best


def first_rise(losses, patience):
    return next((i for i in range(len(losses) - 1) if losses[i + 1] >= losses[i]), len(losses) - 1)


def step_back_always(losses, patience):
    return stop(losses, patience, answer=lambda best, i, low: i - patience)


def none_without_stop(losses, patience):
    best, waited = 0, 0
    for i in range(1, len(losses)):
        if losses[i] < losses[best]:
            best, waited = i, 0
        else:
            waited += 1
        if waited == patience:
            return best
    return -1


def pops_losses(losses, patience):
    best = stop_by_loop(losses, patience)
    while len(losses) > best + 1:
        losses.pop()
    return best


def sorts_losses(losses, patience):
    first = list(losses)
    losses.sort()
    return first.index(losses[0])


def after_the_minimum_of_all(losses, patience):
    best = losses.index(min(losses))
    return best if best >= patience else stop_by_loop(losses, patience)


RIGHT = {
    "l2_gradient": [
        l2_by_loop,
        l2_by_copy,
        l2_by_lists,
        l2_by_decay,
        l2_by_penalty,
        l2_by_both,
        lambda dW, db, W, b, strength: (dW + strength * W, db),
        lambda dW, db, W, b, strength: (np.sum([dW, W * strength], axis=0), db + np.zeros(db.shape)),
        lambda dW, db, W, b, strength: (strength * (W + dW / strength) if strength else dW, np.copy(db)),
    ],
    "early_stop": [
        stop_by_loop,
        stop_by_lowest,
        stop_by_argmin,
        stop_by_accumulate,
        stop_by_windows,
        stop_by_step_back,
        stop_by_recursion,
        stop_by_while,
        stop,
    ],
}

WRONG = {
    "l2_gradient": [
        in_place_l2,
        decays_the_weights,
        lambda dW, db, W, b, strength: (dW + 2 * strength * W, db),
        lambda dW, db, W, b, strength: (dW + strength / 2 * W, db),
        lambda dW, db, W, b, strength: (dW + strength * W, db + strength * b),
        lambda dW, db, W, b, strength: (dW - strength * W, db),
        lambda dW, db, W, b, strength: (dW + strength * W**2, db),
        lambda dW, db, W, b, strength: (dW + strength / 2 * W**2, db),
        lambda dW, db, W, b, strength: (dW + strength / 2 * (W**2).sum(), db),
        lambda dW, db, W, b, strength: (dW + strength * W.sum(), db),
        lambda dW, db, W, b, strength: (dW + strength * np.sign(W), db),
        lambda dW, db, W, b, strength: (dW + strength * abs(W), db),
        lambda dW, db, W, b, strength: (dW + strength * W / np.linalg.norm(W), db),
        lambda dW, db, W, b, strength: (dW + strength * W / len(W), db),
        lambda dW, db, W, b, strength: (dW + W, db),
        lambda dW, db, W, b, strength: (dW + strength, db),
        lambda dW, db, W, b, strength: (dW * (1 - strength), db),
        lambda dW, db, W, b, strength: ((1 - strength) * dW + strength * W, db),
        lambda dW, db, W, b, strength: (W - strength * dW, b - strength * db),
        lambda dW, db, W, b, strength: (strength * W, db),
        lambda dW, db, W, b, strength: (dW + strength * W, 0 * db),
        lambda dW, db, W, b, strength: (dW + strength * W, b),
        lambda dW, db, W, b, strength: (dW, db + strength * b),
        lambda dW, db, W, b, strength: (db, dW + strength * W),
        lambda dW, db, W, b, strength: dW + strength * W,
        lambda dW, db, W, b, strength: (dW + 0.1 * W, db),
        lambda dW, db, W, b, strength: (dW + strength * dW, db),
        lambda dW, db, W, b, strength: (dW + strength * np.maximum(W, 0), db),
        lambda dW, db, W, b, strength: (dW + strength * W @ W.T, db),
    ],
    "early_stop": [
        compares_with_last,
        last_good_step,
        first_rise,
        step_back_always,
        none_without_stop,
        pops_losses,
        sorts_losses,
        after_the_minimum_of_all,
        lambda losses, patience: int(np.argmin(losses)),
        lambda losses, patience: stop(losses, patience, below=lambda loss, low: loss <= low),
        lambda losses, patience: stop(losses, patience, below=lambda loss, low: loss < low - 0.01),
        lambda losses, patience: stop(losses, patience, reset=10**9),  # checks need not be in a row
        lambda losses, patience: stop(losses, patience, answer=lambda best, i, low: i),
        lambda losses, patience: stop(losses, patience, answer=lambda best, i, low: low),
        lambda losses, patience: stop(losses, patience, answer=lambda best, i, low: best + 1),
        lambda losses, patience: stop(losses, patience, answer=lambda best, i, low: (best, low)),
        lambda losses, patience: stop(losses, patience + 1),
        lambda losses, patience: stop(losses, max(1, patience - 1)),
        lambda losses, patience: stop(losses, 2),
        lambda losses, patience: int(np.argmin(losses[: patience + 1])),
        lambda losses, patience: len(losses) - 1 - int(np.argmin(losses[::-1])),
        lambda losses, patience: stop([round(loss, 1) for loss in losses], patience),
        lambda losses, patience: stop([abs(loss) for loss in losses[::-1]], patience),
        lambda losses, patience: max(0, len(losses) - 1 - patience),
    ],
}

HINTS = {
    ("l2_gradient", 2): "factor_two",
    ("l2_gradient", 4): "biases_too",
    ("l2_gradient", 5): "sign",
    ("l2_gradient", 7): "squares",
    ("l2_gradient", 10): "l1",
    ("l2_gradient", 19): "replaces",
    ("l2_gradient", 26): "of_gradient",
    ("early_stop", 0): "rises_in_a_row",
    ("early_stop", 1): "rises_in_a_row",
    ("early_stop", 2): "first_rise",
    ("early_stop", 7): "lowest_of_all",
    ("early_stop", 8): "lowest_of_all",
    ("early_stop", 9): "ties_count",
    ("early_stop", 11): "never_reset",
    ("early_stop", 12): "where_it_stopped",
    ("early_stop", 13): "the_loss",
    ("early_stop", 16): "one_too_patient",
}
