/** The catalogue that ships with this package. */
import { builtins } from './builtins.ts'
import { frameworks } from './frameworks.ts'
import { libraries } from './libraries.ts'
import { createCatalog } from './lookup.ts'
import type { Catalog } from './lookup.ts'

/** Node's builtins, the libraries and the frameworks that ship with this package. */
export const defaultCatalog: Catalog = createCatalog([...builtins, ...libraries], frameworks)
