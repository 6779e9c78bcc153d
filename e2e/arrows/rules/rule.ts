/** A rule of dependency-cruiser: what no file may import. */
export interface Rule {
  readonly name: string;
  readonly comment: string;
  readonly severity: 'error';
  readonly from: { readonly path?: Paths; readonly pathNot?: Paths };
  readonly to: {
    readonly path?: Paths;
    readonly pathNot?: Paths;
    readonly circular?: boolean;
    readonly dependencyTypes?: readonly string[];
    readonly dependencyTypesNot?: readonly string[];
  };
}

type Paths = string | readonly string[];

/** Tests and what they share may use every package. */
export const TESTS = '\\.test\\.ts$|^(apps|packages)/[^/]+/test/|^packages/testkit/|^e2e/';
