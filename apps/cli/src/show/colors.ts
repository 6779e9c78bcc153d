import pc from 'picocolors';

const wanted = (stream: NodeJS.WriteStream): boolean => pc.isColorSupported && stream.isTTY === true;

/** Colours for what goes to stdout: none where that is no terminal, or NO_COLOR is set. */
export const outColors: ReturnType<typeof pc.createColors> = pc.createColors(wanted(process.stdout));

/** Colours for what goes to stderr. */
export const errorColors: ReturnType<typeof pc.createColors> = pc.createColors(wanted(process.stderr));
