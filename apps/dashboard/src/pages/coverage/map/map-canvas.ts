import type { View } from '../paint/frame.ts';
import { type Cursors, paintMap } from '../paint/paint-map.ts';
import type { Picture } from '../paint/picture.ts';

/** What is drawn now. */
export interface Scene extends Cursors {
  readonly view: View;
  readonly picture: Picture;
}

/** Rest after which the marks of many cells are drawn, in milliseconds. */
const REST = 80;

/** Draws a map on a canvas: at most once a frame, and once more, with all marks, when it has come to rest. */
export class MapCanvas {
  readonly #canvas: HTMLCanvasElement;
  #scene: Scene | undefined;
  #frame: number | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** Shows a scene in the next frame. */
  show(scene: Scene): void {
    this.#scene = scene;
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#paint(false);
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => this.#paint(true), REST);
    });
  }

  /** Draws no more. */
  close(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
    this.#scene = undefined;
  }

  #paint(isResting: boolean): void {
    const scene = this.#scene;
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (scene === undefined || context === null) return;
    const { width, height } = scene.view.frame;
    const ratio = window.devicePixelRatio;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width !== wide) this.#canvas.width = wide;
    if (this.#canvas.height !== high) this.#canvas.height = high;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintMap(context, scene.view, scene.picture, scene, isResting);
  }
}
