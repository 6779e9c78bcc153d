/** How many of the objects of a series were proved deep. */
export const SCHEMA_10 = `
ALTER TABLE coverage ADD COLUMN deep INTEGER NOT NULL DEFAULT 0;
UPDATE coverage SET deep = objects;
UPDATE coverage SET deep = objects - shallow.files
  FROM (SELECT series, coalesce(partition, '') AS partition, count(*) AS files FROM objects
        WHERE deep = 0 AND series IS NOT NULL GROUP BY 1, 2) AS shallow
  WHERE shallow.series = coverage.series AND shallow.partition = coverage.partition;
`;
