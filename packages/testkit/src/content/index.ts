export { candlesCsv } from './candles-csv.ts';
export { randomBytesOf } from './random-bytes.ts';
export { deflatedTrades, quarterHours, storedBytes, type ZipContent } from './zip-content.ts';
export { type ZipEntry, zipFrame } from './zip-frame.ts';
