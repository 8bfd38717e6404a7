/** Whether a text can be the id of a training: letters, digits, `-` and `_`. */
export const isTrainingId = (text: string): boolean => /^[\w-]+$/.test(text);

/**
 * Whether a text can be the id of an operation. Toloka's documentation leaves these ids opaque (UUIDs with and without
 * dashes and 24 hex digits all occur), so this takes what can stand in a path and in a list: visible ASCII without commas.
 */
export const isOperationId = (text: string): boolean => /^[!-+\--~]{1,256}$/.test(text) && !/^\.\.?$/.test(text);
