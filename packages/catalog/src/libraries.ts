/** The entries of the libraries that this package knows. */
import type { BlockingApi } from './entry.ts'

/** One list per file of `libraries/`. */
export const libraries: readonly BlockingApi[] = []
