/**
 * Lets a bundle have the program of the threads that build tables in a file of its own, as a second entry: what it shares with the command
 * is then in parts that both load, so that a thread does not run the command.
 */
export const tableThread = {
  name: 'table-thread',
  transform: {
    filter: { id: /\/lake\/src\/build\/thread\/month-thread\.ts$/ },
    handler(code, id) {
      const program = /new URL\(`\.\/serve-months[^\n]*import\.meta\.url\)/;
      if (!program.test(code)) throw new Error(`${id} names no program of a thread`);
      const file = this.emitFile({
        type: 'chunk',
        id: id.replace('month-thread', 'serve-months'),
        name: 'table-thread',
      });
      return { code: code.replace(program, `new URL(import.meta.ROLLUP_FILE_URL_${file})`), map: null };
    },
  },
};
