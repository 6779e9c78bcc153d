/** How browsers say that a script, which is loaded when it is needed, did not come. */
const MESSAGES = [
  /dynamically imported module/i, // Chromium and Firefox
  /importing a module script failed/i, // Safari
  /unable to preload css/i, // Vite
];

/** Whether an error says that a part of the page could not be loaded, as after an update of the service. */
export function isMissingPart(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return MESSAGES.some((pattern) => pattern.test(message));
}
