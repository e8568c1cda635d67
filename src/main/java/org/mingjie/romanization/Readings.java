package org.mingjie.romanization;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.houbb.pinyin.constant.enums.PinyinStyleEnum;
import com.github.houbb.pinyin.util.PinyinHelper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;

/**
 * Readings of place names. The list of names with readings of their own (六安 lu'an, 浒墅关 xushuguan) leads;
 * what it does not hold is read by the general dictionary, phrase by phrase.
 */
@Service
public class Readings {

  private static final String OWN_LIST = "/gis-data/place-readings.csv";
  private static final String POLYPHONES = "/gis-data/polyphones.csv";
  private static final int MOST_READINGS = 4;
  private static final int LONGEST = 6;
  private static final int MOST_CACHED = 20_000;

  private final Map<String, List<String>> own = readList(OWN_LIST);
  private final Map<String, List<String>> polyphones = readList(POLYPHONES);
  private final Set<String> ownStarts = starts(own);
  private final Cache<String, List<String>> general = Caffeine.newBuilder().maximumSize(MOST_CACHED).build();

  /** The likeliest reading; characters that no dictionary knows (private use, rare extensions) are left out. */
  public Reading of(String name) {
    List<String> syllables = new ArrayList<>();
    StringBuilder rest = new StringBuilder();
    for (int i = 0; i < name.length(); ) {
      int taken = ownMatch(name, i);
      if (taken > 0) {
        flush(rest, syllables);
        syllables.addAll(own.get(name.substring(i, i + taken)));
        i += taken;
      } else {
        rest.append(name.charAt(i++));
      }
    }
    flush(rest, syllables);
    return new Reading(syllables);
  }

  /**
   * All plausible readings, at most {@value #MOST_READINGS}: the likeliest, then those in which one character of several
   * readings is read in another of its ways (长沙: changsha, zhangsha).
   */
  public List<Reading> all(String name) {
    Reading likeliest = of(name);
    List<Reading> all = new ArrayList<>(List.of(likeliest));
    int[] characters = name.codePoints().toArray();
    if (characters.length != likeliest.syllables().size()) {
      return all;
    }
    for (int i = 0; i < characters.length; i++) {
      for (String other : polyphones.getOrDefault(Character.toString(characters[i]), List.of())) {
        if (all.size() < MOST_READINGS && !other.equals(likeliest.syllables().get(i))) {
          List<String> syllables = new ArrayList<>(likeliest.syllables());
          syllables.set(i, other);
          all.add(new Reading(syllables));
        }
      }
    }
    return all;
  }

  /**
   * The reading of a full name whose beginning is given by a list.
   *
   * @param given syllables of the first characters, e.g. {@code ma yang} for 麻阳苗族自治县
   */
  public Reading of(String name, List<String> given) {
    List<String> syllables = new ArrayList<>(given.stream().map(Readings::toneless).toList());
    syllables.addAll(of(name.substring(name.offsetByCodePoints(0, given.size()))).syllables());
    return new Reading(syllables);
  }

  /**
   * The syllables of a published spelling, if it has one for each character: {@code Xǔxī Zhèn} for 浒溪镇.
   *
   * @return empty if letters and characters cannot be matched
   */
  public java.util.Optional<Reading> fit(String name, String spelling) {
    int characters = (int) name.codePoints().filter(Character::isIdeographic).count();
    return Syllables.split(spelling, characters).map(Reading::new);
  }

  /** The ways to take letters apart into whole syllables, those of fewer syllables first: xian, xi an. */
  public List<List<String>> splits(String letters, int most) {
    return Syllables.splits(letters, most);
  }

  /** The whole syllables at the beginning of letters whose end is no syllable, or is not one yet: zhuzs is zhu and more. */
  public List<List<String>> beginnings(String letters, int most) {
    return Syllables.beginnings(letters, most);
  }

  /**
   * A spelling to propose to an officer, never published as it is: toneless, specific and generic term apart
   * (中国地名汉语拼音字母拼写规则, 1984), an apostrophe before a syllable that begins with a, o or e.
   *
   * @param generic the generic term at the end of the name; null if it has none of its own
   */
  public String suggestion(String name, @org.jspecify.annotations.Nullable String generic) {
    int split = generic == null || generic.length() >= name.length() ? name.length() : name.length() - generic.length();
    String specific = word(of(name.substring(0, split)).syllables());
    return split == name.length() ? specific : (specific + " " + word(of(name.substring(split)).syllables())).strip();
  }

  private static String word(List<String> syllables) {
    StringBuilder word = new StringBuilder();
    for (String syllable : syllables) {
      boolean apart = !word.isEmpty() && "aoe".indexOf(syllable.charAt(0)) >= 0;
      word.append(apart ? "'" : "").append(syllable);
    }
    return word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** A syllable without its tone: lǚ, lv, lu: are lü; letters and figures only. */
  static String toneless(String syllable) {
    if (isPlain(syllable)) {
      return syllable;
    }
    String marked = Normalizer.normalize(syllable.toLowerCase(Locale.ROOT).replace("u:", "ü").replace('v', 'ü'), Normalizer.Form.NFD);
    return Normalizer.normalize(marked.replaceAll("[^a-z0-9\u0308]", ""), Normalizer.Form.NFC);
  }

  /** A typed query in the form that readings are stored in: tones, blanks, apostrophes gone, ü and v as u. */
  public static String plain(String typed) {
    if (isPlain(typed)) {
      return typed;
    }
    String lower = typed.toLowerCase(Locale.ROOT).replace('ü', 'u').replace('v', 'u');
    return Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("[^a-z0-9]", "");
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z' || c == 'v') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private int ownMatch(String name, int start) {
    if (!ownStarts.contains(name.substring(start, start + 1))) {
      return 0;
    }
    for (int length = Math.min(LONGEST, name.length() - start); length > 1; length--) {
      if (own.containsKey(name.substring(start, start + length))) {
        return length;
      }
    }
    return 0;
  }

  private void flush(StringBuilder rest, List<String> syllables) {
    if (!rest.isEmpty()) {
      syllables.addAll(general.get(rest.toString(), Readings::read));
      rest.setLength(0);
    }
  }

  private static List<String> read(String text) {
    return Arrays.stream(PinyinHelper.toPinyin(text, PinyinStyleEnum.NORMAL, " ").split(" "))
        .map(Readings::toneless).filter(s -> !s.isEmpty()).toList();
  }

  private static Set<String> starts(Map<String, List<String>> words) {
    Set<String> starts = new LinkedHashSet<>();
    words.keySet().forEach(w -> starts.add(w.substring(0, 1)));
    return Set.copyOf(starts);
  }

  private static Map<String, List<String>> readList(String list) {
    Map<String, List<String>> words = new HashMap<>();
    InputStream resource = Readings.class.getResourceAsStream(list);
    if (resource == null) {
      throw new IllegalStateException(list + " is missing from the build");
    }
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      lines.lines().skip(1).filter(l -> !l.isBlank()).forEach(line -> {
        String[] columns = line.split(",");
        words.put(columns[0], Arrays.stream(columns[1].split(" ")).map(Readings::toneless).toList());
      });
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return Map.copyOf(words);
  }
}
