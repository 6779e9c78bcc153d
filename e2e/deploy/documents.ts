import { execa } from 'execa';

/** The documents of a YAML file, read by a Python that has PyYAML. */
export async function readDocuments(python: string, path: string): Promise<unknown[]> {
  const program = 'import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))';
  return JSON.parse((await execa(python, ['-c', program, path])).stdout);
}
