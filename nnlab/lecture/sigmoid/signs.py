"""How often all components of a unit's gradient have the same sign in a network that learns the digits."""

import numpy as np

from nnlab import Network, sign_agreement, softmax_loss
from nnlab.lecture.experiments import last_network, train_test_split
from nnlab.lecture.sigmoid.during_training import LEARNING_RATE, STEPS

BATCHES = 40


def one_sign_share(network: Network, X, y, seed: int = 0) -> float:
    """The share of units, in hidden layers above the first, whose gradient has one sign in a batch of 32."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(BATCHES):
        batch = rng.choice(len(X), 32, replace=False)
        trace = network.forward(X[batch])
        gradients = network.backward(trace, softmax_loss(trace.scores, y[batch])[1])
        found += [sign_agreement(dW) for dW, _ in list(gradients)[1:-1]]
    return float(np.mean(found))


def one_sign_in_network(network: Network, seed: int = 0) -> dict[str, float]:
    """This share before and after training."""
    X, y, _, _ = train_test_split("digits")
    trained = last_network(network, X, y, learning_rate=LEARNING_RATE, steps=STEPS, batch_size=64, seed=seed)
    return {"network_start": one_sign_share(network, X, y, seed), "network_trained": one_sign_share(trained, X, y, seed)}
