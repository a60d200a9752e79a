import { buildImages } from './database.ts'

export default () => buildImages(process.env.TRAMA_TEST_PG)
