import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { MapCanvas, type Scene } from './map-canvas.ts';

/** Rest after which a position is reported, in milliseconds. */
const REST = 400;

/**
 * Draws a scene on a canvas whenever it changes or is scrolled, and reports a moment after the last scrolling. `sceneNow` gives
 * undefined while there is nothing to draw.
 */
export function usePainter(
  canvas: RefObject<HTMLCanvasElement | null>,
  scroller: RefObject<HTMLElement | null>,
  sceneNow: () => Scene | undefined,
  onRest: () => void,
): void {
  const painter = useRef<MapCanvas>(undefined);
  const latest = useRef({ sceneNow, onRest });
  latest.current = { sceneNow, onRest };
  useLayoutEffect(() => {
    if (canvas.current === null) return;
    painter.current = new MapCanvas(canvas.current);
    return () => painter.current?.close();
  }, [canvas]);
  useEffect(() => {
    const scene = sceneNow();
    if (scene !== undefined) painter.current?.show(scene);
  });
  useEffect(() => {
    const { current: host } = scroller;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onScroll = (): void => {
      const scene = latest.current.sceneNow();
      if (scene !== undefined) painter.current?.show(scene);
      clearTimeout(rest);
      rest = setTimeout(() => latest.current.onRest(), REST);
    };
    host?.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      host?.removeEventListener('scroll', onScroll);
      clearTimeout(rest);
    };
  }, [scroller]);
}
