import { resolve } from 'node:path';
import { createRollupLicensePlugin } from 'rollup-license-plugin';

const RULE = `\n${'-'.repeat(80)}\n\n`;

function listing(packages) {
  const byText = Map.groupBy(
    packages,
    ({ licenseText }) => licenseText ?? 'No licence text comes with these packages.\n',
  );
  const parts = [...byText].map(([text, group]) => {
    const names = group.map(({ name, version, license, repository }) =>
      [`${name} ${version} (${license})`, repository].filter(Boolean).join(' '),
    );
    return `${[...new Set(names)].sort().join('\n')}\n\n${text}`;
  });
  return parts.sort().join(RULE);
}

/** Writes the licences of the packages in a bundle beside it, as they request; `copied` are folders of packages whose files are. */
export const thirdPartyLicenses = (copied) =>
  createRollupLicensePlugin({
    outputFilename: false,
    additionalFiles: { 'THIRD_PARTY_LICENSES.txt': listing },
    includePackages: () => copied.map((folder) => resolve(folder)),
  });
