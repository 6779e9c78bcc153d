import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width and height of an element without its scroll bars, in CSS pixels; undefined before it is laid out. */
export function useSize(element: RefObject<HTMLElement | null>) {
  const [size, setSize] = useState<{ readonly width: number; readonly height: number }>();
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return;
    const measure = (): void => {
      const [width, height] = [current.clientWidth, current.clientHeight];
      setSize((before) => (before?.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
