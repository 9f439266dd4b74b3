/** Where multer calls the program: storage and filters of uploads. */
import type { Handler } from '../entry.ts'

/** Its functions call back; what they return is dropped. */
export const multerHandlers: readonly Handler[] = [
  {
    id: 'multer.options',
    framework: 'multer',
    module: 'multer',
    receivers: [],
    receiverTypes: [],
    methods: [],
    functions: ['default', 'diskStorage'],
    decorators: [],
    isAnytime: true,
    optionKeys: ['destination', 'filename', 'fileFilter'],
    rejection: 'unhandled',
    forward: 'response',
    source: 'https://github.com/expressjs/multer#diskstorage',
  },
]
