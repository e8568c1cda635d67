package org.mingjie.launch.district;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Former names and meanings, as a local gazetteer would tell them. Every document is said to be made up. */
final class Histories {

  private static final String GAZETTEER = "《云州市地名志》（虚构样本文献）第%d页";
  private static final List<String> SLOGANS = List.of("东方红", "红旗", "向阳", "红星", "前进", "朝zhāo阳", "胜利", "新华");
  private static final Map<String, String> BECAUSE = Map.ofEntries(
      Map.entry("溪", "因%s流经境内得名"), Map.entry("江", "因濒%s得名"), Map.entry("河", "因%s流经得名"), Map.entry("塘", "因境内旧有%s得名"),
      Map.entry("潭", "因境内有%s得名"), Map.entry("山", "因境内%s得名"), Map.entry("岭", "因驻地近%s得名"), Map.entry("桥", "因古桥%s得名"),
      Map.entry("渡", "因古渡口%s得名"), Map.entry("堡", "因明代设%s得名"), Map.entry("洲", "因江中沙洲%s得名"), Map.entry("圩", "因旧时集市%s得名"),
      Map.entry("墟", "因旧时集市%s得名"), Map.entry("石", "因境内有%s得名"), Map.entry("埠", "因古水运码头%s得名"), Map.entry("坪", "因地处%s得名"),
      Map.entry("坑", "因地处山谷%s得名"), Map.entry("亭", "因古道旁%s得名"), Map.entry("泉", "因境内有%s得名"), Map.entry("井", "因境内古井%s得名"),
      Map.entry("家", "因%s世居得名"), Map.entry("湾", "因聚落位于%s得名"), Map.entry("冲", "因地处山冲%s得名"), Map.entry("庙", "因旧有%s得名"));

  private final Dice dice;

  Histories(long seed) {
    dice = new Dice(seed + 700);
  }

  /** A township's names since the communes; streets were laid out later and have none. */
  List<FormerName> ofTownship(Name name) {
    List<FormerName> former = new ArrayList<>();
    String generic = name.generic().text();
    if (generic.equals("街道")) return former;
    int end = dice.happens(.8) ? 1984 : 1983;
    if (dice.happens(.3)) {
      Name slogan = Name.of(dice.of(SLOGANS), "公社");
      former.add(former(name.specific(), "公社", 1958, 1966, "公社更名"));
      former.add(new FormerName(slogan.text(), slogan.spelling(), 1966, 1981, "地名普查时恢复原名", document()));
      former.add(former(name.specific(), "公社", 1981, end, "撤销人民公社"));
    } else {
      former.add(former(name.specific(), "公社", 1958, end, "撤销人民公社，改设" + (generic.equals("镇") ? "镇" : "乡")));
    }
    if (generic.equals("镇") && dice.happens(.5)) former.add(former(name.specific(), "乡", end, 1986 + dice.below(15), "撤乡设镇"));
    return former;
  }

  /** For a share of villages the brigade, or the village merged into it. */
  List<FormerName> ofVillage(Term specific, Term other) {
    double luck = dice.share();
    if (luck < .06) return List.of(former(other, "村", 1984, 2002 + dice.below(6), "合村并组"));
    if (luck < .1) return List.of(former(Term.of(dice.of(SLOGANS)), "大队", 1966, 1981, "地名普查时恢复原名"));
    return luck < .34 ? List.of(former(specific, "大队", 1958, 1984, "撤销生产大队，改设村民委员会")) : List.of();
  }

  /** Why the place is called so, null where the name does not tell. */
  @Nullable String meaning(Term specific) {
    String last = Character.toString(specific.lastCharacter());
    String because = BECAUSE.get(last);
    if (because == null && specific.length() > 2) {
      String family = specific.butLast(1).text();
      if (family.endsWith("家")) return family.substring(0, family.length() - 1) + "姓聚居于此，故名";
    }
    return because == null ? null : because.formatted(specific.text());
  }

  String document() {
    return GAZETTEER.formatted(20 + dice.below(780));
  }

  boolean happens(double probability) {
    return dice.happens(probability);
  }

  private FormerName former(Term specific, String generic, int from, int to, String reason) {
    Name name = Name.of(specific, generic);
    return new FormerName(name.text(), name.spelling(), from, to, reason, document());
  }
}
