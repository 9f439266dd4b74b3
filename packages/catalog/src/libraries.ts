/** The entries of the libraries that this package knows. */
import type { BlockingApi } from './entry.ts'
import { archives } from './libraries/archives.ts'
import { bcrypt } from './libraries/bcrypt.ts'
import { betterSqlite3 } from './libraries/better-sqlite3.ts'
import { compilers } from './libraries/compilers.ts'
import { compression } from './libraries/compression.ts'
import { cosmiconfig } from './libraries/cosmiconfig.ts'
import { crypto } from './libraries/crypto.ts'
import { csv } from './libraries/csv.ts'
import { documents } from './libraries/documents.ts'
import { execa } from './libraries/execa.ts'
import { findUp } from './libraries/find-up.ts'
import { folders } from './libraries/folders.ts'
import { fsExtra } from './libraries/fs-extra.ts'
import { glob } from './libraries/glob.ts'
import { images } from './libraries/images.ts'
import { jsonfile } from './libraries/jsonfile.ts'
import { jsonwebtoken } from './libraries/jsonwebtoken.ts'
import { keyValue } from './libraries/key-value.ts'
import { mkdirp } from './libraries/mkdirp.ts'
import { readPkg } from './libraries/read-pkg.ts'
import { readlineSync } from './libraries/readline-sync.ts'
import { settings } from './libraries/settings.ts'
import { shelljs } from './libraries/shelljs.ts'
import { syncRequest } from './libraries/sync-request.ts'
import { templates } from './libraries/templates.ts'
import { tmp } from './libraries/tmp.ts'
import { transpilers } from './libraries/transpilers.ts'

/** One list per file of `libraries/`. */
export const libraries: readonly BlockingApi[] = [
  archives,
  bcrypt,
  betterSqlite3,
  compilers,
  compression,
  cosmiconfig,
  crypto,
  csv,
  documents,
  execa,
  findUp,
  folders,
  fsExtra,
  glob,
  images,
  jsonfile,
  jsonwebtoken,
  keyValue,
  mkdirp,
  readPkg,
  readlineSync,
  settings,
  shelljs,
  syncRequest,
  templates,
  tmp,
  transpilers,
].flat()
