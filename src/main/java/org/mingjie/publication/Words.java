package org.mingjie.publication;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Texts of the server's pages, a file for each language beside the templates. */
final class Words {

  private static final Map<PageLanguage, Map<String, String>> ALL = new EnumMap<>(PageLanguage.class);

  static {
    for (PageLanguage language : PageLanguage.values()) {
      ALL.put(language, read(language));
    }
  }

  private Words() {}

  static Map<String, String> of(PageLanguage language) {
    return ALL.get(language);
  }

  /** A sentence with its gaps filled. */
  static String say(PageLanguage language, String key, Object... values) {
    return of(language).get(key).formatted(values);
  }

  private static Map<String, String> read(PageLanguage language) {
    try (InputStream file = Words.class.getResourceAsStream("words_" + language.tag() + ".properties")) {
      Properties texts = new Properties();
      texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
      return texts.stringPropertyNames().stream().collect(Collectors.toUnmodifiableMap(k -> k, texts::getProperty));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
