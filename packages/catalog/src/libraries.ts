/** The entries of the libraries that this package knows. */
import type { BlockingApi } from './entry.ts'
import { archives } from './libraries/archives.ts'
import { bcrypt } from './libraries/bcrypt.ts'
import { betterSqlite3 } from './libraries/better-sqlite3.ts'
import { compilers } from './libraries/compilers.ts'
import { cosmiconfig } from './libraries/cosmiconfig.ts'
import { execa } from './libraries/execa.ts'
import { findUp } from './libraries/find-up.ts'
import { fsExtra } from './libraries/fs-extra.ts'
import { glob } from './libraries/glob.ts'
import { jsonfile } from './libraries/jsonfile.ts'
import { jsonwebtoken } from './libraries/jsonwebtoken.ts'
import { mkdirp } from './libraries/mkdirp.ts'
import { readPkg } from './libraries/read-pkg.ts'
import { readlineSync } from './libraries/readline-sync.ts'
import { shelljs } from './libraries/shelljs.ts'
import { syncRequest } from './libraries/sync-request.ts'
import { templates } from './libraries/templates.ts'
import { tmp } from './libraries/tmp.ts'

/** One list per file of `libraries/`. */
export const libraries: readonly BlockingApi[] = [
  archives,
  bcrypt,
  betterSqlite3,
  compilers,
  cosmiconfig,
  execa,
  findUp,
  fsExtra,
  glob,
  jsonfile,
  jsonwebtoken,
  mkdirp,
  readPkg,
  readlineSync,
  shelljs,
  syncRequest,
  templates,
  tmp,
].flat()
