/** What the linker asks of the packages around a file. */

/** Gives the major of a package that a file gets. */
export interface Majors {
  (module: string, file?: string): number | undefined
  /** Nothing where the package isn't installed and package.json allows several majors. */
  certain(module: string, file: string): number | undefined
}
