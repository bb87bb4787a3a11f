/** As much of RFC 5322 as people use, and a domain with a dot; whether it is read there only a letter can tell. */
export const isEmail = (text: string): boolean =>
  text.length <= 254 &&
  /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u.test(
    text
  ) &&
  !/^\.|\.\.|\.@/.test(text)
