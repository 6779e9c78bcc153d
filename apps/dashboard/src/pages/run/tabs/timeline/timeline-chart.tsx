import { useEffect, useRef, useSyncExternalStore } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TimeSlice } from '../../../../api/shapes.ts';
import { isDark, onTheme } from '../../../../ui/browser/theme.ts';
import { isUtc } from '../../../../ui/browser/zone.ts';
import { rateText } from '../../../../words/amounts.ts';
import { tickText } from '../../../../words/times.ts';
import styles from './timeline.module.css';
import { bytesPerSecond, endedIn } from './timeline-figures.ts';

const HEIGHT = 220;

/** The picture of a timeline. What it shows is in the table below it, too. */
export function TimelineChart({
  slices,
  onSelect,
}: {
  readonly slices: readonly TimeSlice[];
  readonly onSelect: (from: string, to: string) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const latest = useRef(slices);
  latest.current = slices;
  const select = useRef(onSelect);
  select.current = onSelect;
  const dark = useSyncExternalStore(onTheme, isDark);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const options = optionsOf(current.clientWidth, dark, (from, to) => select.current(from, to));
    const made = new uPlot(options, dataOf(latest.current), current);
    chart.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: current.clientWidth, height: HEIGHT }));
    watch.observe(current);
    return () => {
      watch.disconnect();
      made.destroy();
    };
  }, [dark]);
  useEffect(() => {
    chart.current?.setData(dataOf(slices));
  }, [slices]);
  return (
    <div
      ref={place}
      className={styles.chart}
      role="img"
      aria-label="Bytes a second, files that ended and retries over time"
    />
  );
}

function dataOf(slices: readonly TimeSlice[]): uPlot.AlignedData {
  return [
    slices.map(({ from }) => Date.parse(from) / 1_000),
    slices.map(bytesPerSecond),
    slices.map(endedIn),
    slices.map(({ retries = 0 }) => (retries > 0 ? retries : null)),
  ];
}

function optionsOf(
  width: number,
  dark: boolean,
  onSelect: (from: string, to: string) => void,
): uPlot.Options {
  const [text, grid] = dark ? ['#a5b1bd', '#2d353f'] : ['#4d5967', '#d5dae1'];
  const line = { stroke: grid, width: 1 };
  const axis = { stroke: text, grid: line, ticks: line };
  return {
    width,
    height: HEIGHT,
    cursor: { drag: { x: true, y: false, setScale: false } },
    scales: {
      // All in one slice: a minute around it.
      x: { range: (_, from, to) => (to > from ? [from, to] : [from - 30, from + 30]) },
      files: { range: (_, __, most) => [0, Math.max(1, most)] },
      y: { range: (_, __, most) => [0, Math.max(1, most)] },
    },
    axes: [
      { ...axis, values: (_, ticks, __, ___, step) => ticks.map((at) => tickText(at, step, isUtc())) },
      { ...axis, size: 80, values: (_, ticks) => ticks.map(rateText) },
      { ...axis, scale: 'files', side: 1, grid: { show: false } },
    ],
    series: [
      {},
      {
        label: 'bytes a second',
        stroke: dark ? '#7cb8f5' : '#0b57a8',
        width: 2,
        value: (_, value) => (value === null ? '–' : rateText(value)),
      },
      {
        label: 'files ended',
        scale: 'files',
        stroke: dark ? '#6fce9a' : '#14633a',
        dash: [6, 4],
        width: 2,
      },
      {
        label: 'retries',
        scale: 'files',
        stroke: dark ? '#f0b35a' : '#8a4b00',
        width: 0,
        points: { show: true, size: 9 },
      },
    ],
    hooks: {
      setSelect: [
        (plot) => {
          if (plot.select.width < 4) return;
          const at = (pixel: number): string => new Date(plot.posToVal(pixel, 'x') * 1_000).toISOString();
          onSelect(at(plot.select.left), at(plot.select.left + plot.select.width));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}
