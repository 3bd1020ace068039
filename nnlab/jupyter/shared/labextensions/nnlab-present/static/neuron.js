// The numerics of one neuron with a sigmoid: `neuron` is {w: [w1, w2], b}, and each of `points` is {x: [x1, x2], y}, y being 0 or 1.

export const sigmoid = (s) => (s >= 0 ? 1 / (1 + Math.exp(-s)) : Math.exp(s) / (1 + Math.exp(s)));
export const score = ({ w, b }, x) => w[0] * x[0] + w[1] * x[1] + b;
export const isRight = (neuron, { x, y }) => score(neuron, x) > 0 === (y === 1);
export const countRight = (neuron, points) => points.filter((point) => isRight(neuron, point)).length;

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

// The mean cross-entropy over the points.
export function loss(neuron, points) {
  return mean(points.map(({ x, y }) => {
    const s = score(neuron, x);
    return Math.max(s, 0) - s * y + Math.log1p(Math.exp(-Math.abs(s)));
  }));
}

// The neuron after one step of gradient descent on that loss.
export function learn(neuron, points, rate) {
  const errors = points.map(({ x, y }) => sigmoid(score(neuron, x)) - y);
  const slope = (axis) => mean(points.map(({ x }, i) => errors[i] * x[axis]));
  return { w: neuron.w.map((w, axis) => w - rate * slope(axis)), b: neuron.b - rate * mean(errors) };
}

// A boundary as it is drawn: through the point `at`, in the direction `angle`; `steepness` is the length of w, which points to its left.
export function toNeuron({ at, angle, steepness }) {
  const w = [-steepness * Math.sin(angle), steepness * Math.cos(angle)];
  return { w, b: -(w[0] * at[0] + w[1] * at[1]) };
}

// The boundary of a neuron whose w is not 0, drawn through the point of it that is nearest to `near`.
export function toBoundary(neuron, near = [0, 0]) {
  const steepness = Math.hypot(...neuron.w);
  const distance = score(neuron, near) / steepness ** 2;
  return { at: near.map((value, axis) => value - distance * neuron.w[axis]), angle: Math.atan2(-neuron.w[0], neuron.w[1]), steepness };
}
