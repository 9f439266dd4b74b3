/** The browser of the tests in this folder. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A Chromium of this machine: no registry of packages has one. */
export const chromium = [
  process.env['CHROME_PATH'],
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name))),
].find((path) => path !== undefined && existsSync(path))
