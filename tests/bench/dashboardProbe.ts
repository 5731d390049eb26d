export interface Probe {
  /** NaN until there is one. Milliseconds since the navigation began. */
  lcpMs: number;
  drawnMs: number;
  /** Of each frame, since startFrames. */
  frames: number[];
  /** How long each task over 50 ms took. */
  longTasks: number[];
}

declare global {
  var heldoutProbe: Probe | undefined;
}

/**
 * Runs in the page before anything of it (Playwright's addInitScript takes the function's text): it may use nothing from
 * outside itself.
 */
export function installProbe(): void {
  const probe: Probe = { lcpMs: Number.NaN, drawnMs: Number.NaN, frames: [], longTasks: [] };
  globalThis.heldoutProbe = probe;
  const observe = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe('largest-contentful-paint', (entry) => {
    probe.lcpMs = entry.startTime;
  });
  observe('longtask', (entry) => {
    probe.longTasks.push(entry.duration);
  });

  /** Curves are coloured; axes, grids and labels are grey. */
  const small = document.createElement('canvas');
  small.width = 64;
  small.height = 32;
  const context = small.getContext('2d', { willReadFrequently: true });
  const isDrawn = (canvas: HTMLCanvasElement): boolean => {
    if (!context || canvas.width === 0) return false;
    context.clearRect(0, 0, 64, 32);
    context.drawImage(canvas, 0, 0, 64, 32);
    const { data } = context.getImageData(0, 0, 64, 32);
    let coloured = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [red = 0, green = 0, blue = 0] = [data[i], data[i + 1], data[i + 2]];
      if (Math.max(red, green, blue) - Math.min(red, green, blue) > 40) coloured++;
    }
    return coloured > 10;
  };
  const look = () => {
    if ([...document.querySelectorAll('canvas')].some(isDrawn)) probe.drawnMs = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Begins to note the time of every frame. */
export function startFrames(): void {
  const note = (timeMs: number) => {
    globalThis.heldoutProbe?.frames.push(timeMs);
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}

/** Tasks of the page's start do not count. */
export function forgetTasks(): void {
  if (globalThis.heldoutProbe) globalThis.heldoutProbe.longTasks = [];
}
