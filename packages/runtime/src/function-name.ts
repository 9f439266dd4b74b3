/** How a function is named that can't be handed over as such. */

/** A function by module URL and export name, for bundles. */
export interface FunctionName {
  readonly module: string | URL
  readonly name: string
}
