// The three rounds of the challenge: their points, where the line starts, and how many points a line can get right at best.

const cloud = (y, ...places) => places.map((x) => ({ x, y }));

export const ROUNDS = [
  {
    name: "apart",
    points: [
      ...cloud(1, [0.6, 1.9], [1.4, 1.1], [2.1, 2.2], [2.4, 0.5], [3.1, 1.5], [1.5, 2.6]),
      ...cloud(0, [-2.9, -0.4], [-2.2, -1.7], [-1.4, -0.7], [-0.9, -2.2], [-2.6, -2.5], [0.1, -1.4]),
    ],
    boundary: { at: [-0.4, 0.2], angle: 0.9, steepness: 1.5 },
    best: 12,
  },
  {
    name: "close",
    points: [
      ...cloud(1, [-2.8, 2.3], [-1.5, 1.2], [-0.3, 0.5], [1, -0.3], [2.4, -0.7], [0.9, 1.6]),
      ...cloud(0, [-3.1, 0.9], [-1.7, 0.2], [-0.6, -0.6], [0.7, -1.2], [2.1, -1.9], [-1.6, -1.8]),
    ],
    boundary: { at: [0, 0.6], angle: 0.6, steepness: 1.5 },
    best: 12,
  },
  {
    name: "xor",
    points: [
      ...cloud(1, [-2.2, 1.6], [-1.6, 2.2], [-2.6, 2.3], [2.2, -1.6], [1.6, -2.2], [2.6, -2.3]),
      ...cloud(0, [2.2, 1.6], [1.6, 2.2], [2.6, 2.3], [-2.2, -1.6], [-1.6, -2.2], [-2.6, -2.3]),
    ],
    boundary: { at: [0, 0], angle: 0, steepness: 1.5 },
    best: 9,
  },
];

export const BEST_SCORE = ROUNDS.reduce((sum, { best }) => sum + best, 0);
