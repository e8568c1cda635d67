package org.mingjie.correction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mingjie.access.SignedIn;
import org.mingjie.desk.WaitingItem;
import org.mingjie.desk.WaitingWork;
import org.springframework.stereotype.Component;

/** For place-name clerks: what the public says is wrong in their jurisdiction. No rule gives a day for the answer. */
@Component
class ReportsWaiting implements WaitingWork {

  private static final int MOST = 20;
  private static final int SHOWN = 60;

  private final ErrorReports reports;

  ReportsWaiting(ErrorReports reports) {
    this.reports = reports;
  }

  @Override
  public List<WaitingItem> listFor(SignedIn who) {
    return reports.listOpen(who, MOST).stream().map(ReportsWaiting::item).toList();
  }

  private static WaitingItem item(ErrorReport report) {
    Map<String, String> values = new HashMap<>(Map.of("what", report.what().code(), "receipt", report.receipt(), "text", brief(report.text())));
    if (report.placeName() != null) {
      values.put("name", report.placeName());
    }
    double[] at = report.point();
    return new WaitingItem(report.placeName() == null ? "report-point" : "report", report.receipt(), values, report.createdAt(), null, false,
        at == null ? null : new WaitingItem.Spot(at[0], at[1]), "/desk/reports");
  }

  private static String brief(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= SHOWN ? line : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
  }
}
