package org.mingjie.publication;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mingjie.place.PlaceCard;
import org.mingjie.place.PlaceCard.NameOfPlace;
import org.mingjie.place.PlaceCard.SourceOfPlace;

/** The card of a place in the words of its page. */
record PlacePage(PlaceCard card, PageLanguage language) {

  record Link(String href, String text) {}

  record Line(String label, String text) {}

  record Period(String span, String name, boolean now, @Nullable String note, String source) {}

  record Origin(String title, String details) {}

  NameSign sign() {
    return NameSign.of(card.name(), card.generic(), card.spelling());
  }

  String status() {
    LocalDate ended = card.ended();
    return ended == null ? say("status_" + card.nameStatus()) : say("ended", ended.getYear());
  }

  boolean standard() {
    return card.ended() == null && card.nameStatus().equals("standard");
  }

  boolean unverified() {
    return card.ended() == null && card.nameStatus().equals("unverified");
  }

  boolean former() {
    return card.ended() != null || card.nameStatus().equals("former");
  }

  /** Neither of the three: not standard. */
  boolean other() {
    return !standard() && !unverified() && !former();
  }

  /** What there is to say of the spelling; null where it is published. */
  @Nullable String reading() {
    if (card.spelling() == null) {
      return say("no_reading");
    }
    return "suggested".equals(card.spellingStatus()) ? say("spelling_suggested") : "unverified".equals(card.spellingStatus()) ? say("spelling_unverified") : null;
  }

  List<Link> path() {
    return card.divisionPath().stream().map(d -> link(d.code(), d.name())).toList();
  }

  List<Link> successors() {
    return card.successors().stream().map(r -> link(r.code(), r.name())).toList();
  }

  List<Link> predecessors() {
    return card.predecessors().stream().map(r -> link(r.code(), r.by() == null ? r.name() : say("kin", r.name(), r.by().getYear()))).toList();
  }

  /** The code by which offices know the place today: of the division, else the permanent one. */
  Line mainCode() {
    return card.officialCodes().stream().filter(c -> c.to() == null).findFirst()
        .map(c -> new Line(say("division_code"), grouped(c.code()))).orElseGet(() -> new Line(say("permanent_code"), card.code()));
  }

  /** Codes in all numberings, with their years. */
  List<Line> codes() {
    List<Line> lines = new ArrayList<>();
    card.officialCodes().forEach(c -> {
      String years = c.from() == null && c.to() == null ? "" : span(c.from(), c.to());
      lines.add(new Line(c.scheme().equals("统计用区划代码") ? say("statistics_code") : c.scheme(), grouped(c.code()) + (years.isEmpty() ? "" : say("in_brackets", years))));
    });
    lines.add(new Line(say("permanent_code"), card.code()));
    return lines;
  }

  List<Line> whereabouts() {
    List<Line> lines = new ArrayList<>();
    double[] point = card.point();
    Integer grid = card.positionGrid();
    if (point != null) {
      String at = position(point[0], point[1], language);
      lines.add(new Line(say("position"), grid == null ? at : say("position_in_grid", at, grid)));
    } else if (grid != null) {
      lines.add(new Line(say("position"), say("position_withheld")));
    } else if (card.bbox() == null) {
      lines.add(new Line(say("position"), say("position_unknown")));
    }
    double[] box = card.bbox();
    if (box != null) {
      lines.add(new Line(say("extent"), say("extent_value", side(box[0], true), side(box[2], true), side(box[1], false), side(box[3], false))));
    }
    if (card.areaKm2() != null) {
      lines.add(new Line(say("area"), say("area_value", String.format(Locale.ROOT, card.areaKm2() < 10 ? "%,.2f" : "%,.1f", card.areaKm2()))));
    }
    if (card.unitWording() != null) {
      lines.add(new Line(say("wording"), card.unitWording()));
    }
    return lines;
  }

  /** Latitude first, as people say it. */
  static String position(double lon, double lat, PageLanguage language) {
    return side(lat, false, language) + Words.say(language, "comma") + side(lon, true, language);
  }

  private String side(double degrees, boolean isLongitude) {
    return side(degrees, isLongitude, language);
  }

  private static String side(double degrees, boolean isLongitude, PageLanguage language) {
    String key = isLongitude ? degrees < 0 ? "lon_west" : "lon" : degrees < 0 ? "lat_south" : "lat";
    return Words.say(language, key, String.format(Locale.ROOT, "%.4f", Math.abs(degrees)));
  }

  List<Period> names() {
    return card.names().stream().map(n -> {
      boolean now = n.nameStatus().equals("standard") || n.nameStatus().equals("unverified");
      return new Period(span(n, now), n.name(), now, n.note(), n.source().title() + say("comma") + language.year(n.source().stateDate()));
    }).toList();
  }

  String namesCount() {
    return card.names().size() == 1 ? say("names_one") : say("names_count", card.names().size());
  }

  /** The registry's words are Chinese; elsewhere the year has to do. */
  private String span(NameOfPlace name, boolean now) {
    String from = language == PageLanguage.ZH ? name.fromText() : name.from() == null ? null : language.year(name.from());
    String to = language == PageLanguage.ZH ? name.toText() : name.to() == null ? null : language.year(name.to());
    if (from != null) {
      return to != null ? say("span", from, to) : now ? say("since", from) : from;
    }
    return to != null ? say("until", to) : now ? say("today") : name.nameStatus().equals("alias") ? say("status_alias") : "";
  }

  private String span(@Nullable LocalDate from, @Nullable LocalDate to) {
    if (from != null) {
      return to != null ? say("span", language.year(from), language.year(to)) : say("since", language.year(from));
    }
    return to == null ? "" : say("until", language.year(to));
  }

  List<Origin> sources() {
    return card.sources().stream().map(s -> new Origin(s.title(), details(s))).toList();
  }

  private String details(SourceOfPlace source) {
    return String.join(say("dot"), Stream.of(say("source_" + source.kind()), source.origin(), source.licence(), say("source_date", language.day(source.stateDate())))
        .filter(part -> part != null && !part.isEmpty()).toList());
  }

  String className() {
    return language == PageLanguage.EN ? card.classNameEn() : card.className();
  }

  /** One sentence for whoever shows a link to the page. */
  String description() {
    String within = String.join("", card.divisionPath().stream().map(PlaceCard.Division::name).toList());
    String first = String.join(say("dot"), Stream.of(card.spelling(), status(), className(), within).filter(part -> part != null && !part.isEmpty()).toList());
    return card.meaning() == null ? first : first + say("stop") + card.meaning();
  }

  private Link link(String code, String text) {
    return new Link("/place/" + code + language.query(), text);
  }

  private String say(String key, Object... values) {
    return Words.say(language, key, values);
  }

  /** A code of a division is read in groups: county, township, village. */
  private static String grouped(String code) {
    return code.matches("[0-9]{9}|[0-9]{12}") ? code.replaceFirst("([0-9]{6})([0-9]{3})([0-9]{3})?", "$1 $2 $3").strip() : code;
  }
}
