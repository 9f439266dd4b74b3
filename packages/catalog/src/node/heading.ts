/** Where Node's documentation describes a function. */

/** URL of a heading as it stands on nodejs.org (`fs.accessSync(path[, mode])` on the page `fs`). */
export function docsOf(page: string, heading: string): string {
  const anchor = heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/gu, '')
    .replaceAll(' ', '-')
  return `https://nodejs.org/api/${page}.html#${anchor}`
}
