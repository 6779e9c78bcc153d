export { isIncomplete, type PrefectFigures, prefectFiguresSchema, prefectText } from './prefect-figures.ts';
