/** Which files may not be written? */
import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whether a file is protected by its mode (which binds a superuser as well), its folder or its file system. */
export function isReadOnly(file: string): boolean {
  if ((statSync(file).mode & 0o222) === 0) return true
  try {
    accessSync(file, constants.W_OK)
    accessSync(dirname(file), constants.W_OK)
    return false
  } catch {
    return true
  }
}
