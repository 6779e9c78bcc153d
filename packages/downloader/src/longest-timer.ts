/** The longest wait of a timer, in milliseconds; Node.js fires one that is to wait longer at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;
