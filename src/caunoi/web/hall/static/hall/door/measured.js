// How long things took, for whoever observes the page (make bench); nothing of it is kept.

export function measured(name, start) {
  performance.measure(name, { start });
  performance.clearMeasures(name);
}
