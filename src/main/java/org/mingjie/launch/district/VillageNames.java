package org.mingjie.launch.district;

import java.util.List;
import java.util.Set;

/** Draws names for committees and natural villages as people gave them: after families, what stands there, or hopes. */
final class VillageNames {

  private static final List<String> LONG_GENERICS = List.of("老屋", "新屋", "大屋", "祠堂", "院子", "台子");
  private static final String GENERICS = "浜厝埕塅巷畲湾冲坪垅坳坝塘屋墩岭洲坊铺店桥渡庄圩垸畈岗坡坑沟洞园寨堡屯营潭滩溪浦港村田里埠";

  /** Into which a village parts when it grows. */
  private static final List<String> HALVES = List.of("上", "下", "大", "小", "新", "老");

  private final Dice dice;

  VillageNames(long seed) {
    dice = new Dice(seed + 500);
  }

  /** Specific term of a committee's area, unlike those taken. */
  Term committee(Set<String> taken) {
    return unlike(taken, () -> dice.happens(.16) ? family(true) : dice.happens(.12) ? Term.of(dice.of(Lexicon.HOPES)) : dice.happens(.2) ? turned() : Term.of(dice.of(Lexicon.SPOTS)));
  }

  /** Name of a natural village, unlike those taken; spelled in one word. */
  Name natural(Set<String> taken) {
    Term whole = unlike(taken, () -> dice.happens(.5) ? family(false) : dice.happens(.42) ? turned() : Term.of(dice.of(Lexicon.SPOTS)));
    return split(whole);
  }

  /** Natural village of a given name: its end is the generic term where it can be one; names of two characters have grown together. */
  static Name split(Term whole) {
    if (whole.length() < 3) return new Name(List.of(whole), Term.NONE, true);
    int n = LONG_GENERICS.contains(whole.last(2).text()) ? 2 : GENERICS.indexOf(whole.lastCharacter()) >= 0 ? 1 : 0;
    return new Name(List.of(whole.butLast(n)), whole.last(n), true);
  }

  private interface Source {
    Term draw();
  }

  private Term unlike(Set<String> taken, Source source) {
    for (int i = 0; i < 60; i++) {
      Term t = source.draw();
      if (taken.add(t.text())) return t;
    }
    while (true) {
      Term t = Term.of(dice.of(Lexicon.PREFIXES)).with(family(false));
      if (taken.add(t.text())) return t;
    }
  }

  private Term family(boolean committee) {
    double luck = dice.share();
    Term surname = Term.of(Lexicon.SURNAMES.get((int) (luck * luck * Lexicon.SURNAMES.size())));
    String home = dice.of(Lexicon.HOMESTEADS);
    if (committee && home.equals("村")) home = "湾";
    boolean house = surname.length() == 1 && dice.happens(.86);
    return (house ? surname.with(Term.of("家")) : surname).with(Term.of(home));
  }

  private Term turned() {
    if (!dice.happens(.2)) return Term.of(dice.of(Lexicon.PREFIXES)).with(Term.of(dice.of(Lexicon.BASES)));
    Term spot = Term.of(dice.of(Lexicon.SPOTS));
    return spot.length() < 3 ? Term.of(dice.of(HALVES)).with(spot) : spot;
  }
}
