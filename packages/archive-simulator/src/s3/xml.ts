import { XMLBuilder } from 'fast-xml-parser';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  suppressEmptyNode: true,
});

/** An S3 document: elements in the order of the properties, arrays as repeated elements. */
export function renderXml(root: string, content: object): string {
  return DECLARATION + builder.build({ [root]: { '@xmlns': NAMESPACE, ...content } });
}

/** An S3 error document, which alone has no namespace. */
export function renderErrorXml(content: object): string {
  return DECLARATION + builder.build({ Error: content });
}

/** A time as S3 lists it: whole seconds, written with milliseconds, `2026-09-02T07:40:48.000Z`. */
export function listedTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}.000Z`;
}
