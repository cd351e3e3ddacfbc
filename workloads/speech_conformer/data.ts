/** Spoken phrases as log-mel features and letters, as `speech_deepspeech` has them: see the recipe. */
export { alphabet, default } from '../shared/spoken-phrases/data.ts';
