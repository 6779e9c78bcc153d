import { type RefObject, useEffect, useRef } from 'react';

/** What a person does with a pointer on the map; points are relative to the canvas, in CSS pixels. */
export interface PointerActions {
  readonly onHover: (x: number, y: number) => void;
  readonly onLeave: () => void;
  readonly onPick: (x: number, y: number) => void;
  readonly onZoom: (by: 1 | -1, x: number) => void;
}

/** Movement from which a press is a pull, in CSS pixels, and change of distance of two fingers that is a step of the zoom. */
const [PULL, PINCH] = [4, 1.35];

/** Listens to a pointer on the map: hover, click, pull with a mouse, Control with the wheel, and two fingers. */
export function usePointer(scroller: RefObject<HTMLElement | null>, actions: PointerActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const { current: host } = scroller;
    if (host === null) return;
    const gesture = new AbortController();
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listen: (event: HTMLElementEventMap[Name]) => void,
      passive = true,
    ): void => host.addEventListener(name, listen, { signal: gesture.signal, passive });
    const point = (event: MouseEvent): [number, number] => {
      const box = host.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const fingers = new Map<number, [number, number]>();
    let isPulled = false;
    on('pointerdown', (event) => {
      isPulled = false;
      fingers.set(event.pointerId, point(event));
    });
    on('pointermove', (event) => {
      const [x, y] = point(event);
      const from = fingers.get(event.pointerId);
      if (from === undefined) return latest.current.onHover(x, y);
      // A finger scrolls by itself.
      if (event.pointerType !== 'mouse') return;
      if (!isPulled && Math.hypot(x - from[0], y - from[1]) < PULL) return;
      isPulled = true;
      host.scrollBy({ left: from[0] - x, top: from[1] - y });
      fingers.set(event.pointerId, [x, y]);
    });
    for (const name of ['pointerup', 'pointercancel', 'pointerleave'] as const) {
      on(name, (event) => {
        fingers.delete(event.pointerId);
        if (name === 'pointerleave') latest.current.onLeave();
      });
    }
    // Two fingers zoom. As touches, not pointers: a browser that has begun to scroll ends the pointers of its fingers.
    let apart = 0;
    const touch = (event: TouchEvent): void => {
      const [one, other] = event.touches;
      if (event.touches.length !== 2 || one === undefined || other === undefined) return;
      if (event.cancelable) event.preventDefault();
      isPulled = true;
      const distance = Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY));
      const ratio = event.type === 'touchstart' ? 1 : distance / apart;
      if (ratio < PINCH && ratio > 1 / PINCH && event.type !== 'touchstart') return;
      apart = distance;
      const middle = (one.clientX + other.clientX) / 2 - host.getBoundingClientRect().left;
      if (ratio !== 1) latest.current.onZoom(ratio > 1 ? 1 : -1, middle);
    };
    on('touchstart', touch, false);
    on('touchmove', touch, false);
    on('click', (event) => {
      if (!isPulled) latest.current.onPick(...point(event));
    });
    on(
      'wheel',
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        latest.current.onZoom(event.deltaY < 0 ? 1 : -1, point(event)[0]);
      },
      false,
    );
    return () => gesture.abort();
  }, [scroller]);
}
