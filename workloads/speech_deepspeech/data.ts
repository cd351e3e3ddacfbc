/** Spoken phrases as log-mel features and letters, as `speech_conformer` has them: see the recipe. */
export { alphabet, default } from '../shared/spoken-phrases/data.ts';
