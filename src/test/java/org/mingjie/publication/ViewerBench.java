package org.mingjie.publication;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mingjie.Mingjie;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** See {@code bench/viewer}. */
public final class ViewerBench {

  private static final int[] SLOWDOWNS = {1, 4};
  private static final List<String> TYPED = List.of("xuxi", "青渡", "wangjia", "石桥");

  /**
   * Notes when the list has changed, or has told that it is no longer busy, and been painted (the first task after its
   * frame: one of less weight waits behind keystrokes and timers); and tasks of more than 50 ms.
   */
  private static final String WATCH = """
      window.painted = []; window.tasks = []
      new PerformanceObserver(list => list.getEntries().forEach(e => window.tasks.push([e.startTime, e.duration]))).observe({type: 'longtask', buffered: true})
      document.addEventListener('DOMContentLoaded', () => new MutationObserver(changes => {
        if (!changes.some(c => c.target.closest?.('[role=listbox], .results') || [...c.addedNodes].some(n => n.querySelector?.('[role=option]') || n.matches?.('[role=option]')))) return
        requestAnimationFrame(() => scheduler.postTask(() => window.painted.push(performance.now()), {priority: 'user-blocking'}))
      }).observe(document.documentElement, {subtree: true, childList: true, characterData: true, attributeFilter: ['aria-busy']}))
      """;

  /** For each answer of a search that has come, the milliseconds until the next painting. */
  private static final String PAINTING = """
      () => performance.getEntriesByType('resource').filter(e => e.name.includes('/api/suggest') && e.responseEnd > 0 && e.responseStatus === 200)
        .map(e => { const next = window.painted.find(p => p >= e.responseEnd); return next === undefined ? -1 : next - e.responseEnd })
        .filter(ms => ms >= 0)
      """;

  private final Map<String, List<Double>> taken = new LinkedHashMap<>();

  private ViewerBench() {}

  public static void main(String[] arguments) {
    try (ConfigurableApplicationContext context = new SpringApplication(Mingjie.class).run();
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of(
            "PLAYWRIGHT_NODEJS_PATH", System.getenv("PLAYWRIGHT_NODEJS_PATH"), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of("/usr/bin/chromium"))
            .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")))) {
      String here = "http://127.0.0.1:" + ((WebServerApplicationContext) context).getWebServer().getPort();
      ViewerBench bench = new ViewerBench();
      for (int round = 0; round <= Integer.parseInt(arguments[0]); round++) {
        for (int slowdown : SLOWDOWNS) {
          bench.round(browser, here + "/#map=" + arguments[1], slowdown, round > 0); // the first warms up
        }
      }
      bench.print();
    }
  }

  private void round(Browser browser, String address, int slowdown, boolean counts) {
    try (BrowserContext visitor = browser.newContext(new Browser.NewContextOptions().setLocale("zh-CN").setViewportSize(1440, 900))) {
      Page page = visitor.newPage();
      page.navigate(address); // scripts and first tiles are at hand then: a warm start
      page.waitForTimeout(1500);
      slowDown(page, slowdown);
      page.addInitScript(WATCH);
      page.navigate("about:blank");
      page.navigate(address, new Page.NavigateOptions().setWaitUntil(com.microsoft.playwright.options.WaitUntilState.COMMIT));
      page.getByRole(AriaRole.COMBOBOX).click();
      double usable = number(page.evaluate("() => performance.now()"));
      page.waitForTimeout(2500);
      double begun = number(page.evaluate("() => performance.now()"));
      for (String typed : TYPED) {
        page.getByRole(AriaRole.COMBOBOX).fill("");
        page.getByRole(AriaRole.COMBOBOX).pressSequentially(typed, new com.microsoft.playwright.Locator.PressSequentiallyOptions().setDelay(250));
        page.waitForTimeout(700);
      }
      List<?> painting = (List<?>) page.evaluate(PAINTING);
      page.getByRole(AriaRole.COMBOBOX).fill("");
      page.waitForTimeout(1500);
      double dragged = number(page.evaluate("() => performance.now()"));
      drag(page);
      List<?> tasks = (List<?>) page.evaluate("since => window.tasks.filter(([start]) => start >= since).map(([, duration]) => duration)", dragged);
      if (counts) {
        note(slowdown, "search box usable after (ms)", List.of(usable));
        note(slowdown, "suggestions painted after their answer (ms)", painting);
        note(slowdown, "longest task of a drag (ms, 50 where none is longer)", List.of(tasks.stream().mapToDouble(ViewerBench::number).max().orElse(50)));
        note(slowdown, "tasks over 100 ms in a drag", List.of((double) tasks.stream().mapToDouble(ViewerBench::number).filter(ms -> ms > 100).count()));
        note(slowdown, "longest task while typing (ms)", List.of(number(page.evaluate(
            "([from, to]) => Math.max(0, ...window.tasks.filter(([start]) => start >= from && start < to).map(([, duration]) => duration))", List.of(begun, dragged)))));
      }
    }
  }

  private static void slowDown(Page page, int times) {
    CDPSession session = page.context().newCDPSession(page);
    JsonObject rate = new JsonObject();
    rate.addProperty("rate", times);
    session.send("Emulation.setCPUThrottlingRate", rate);
  }

  /** Two ways across the map and back, as a hand does. */
  private static void drag(Page page) {
    int[][] ways = {{1200, 600, 700, 300}, {700, 300, 1200, 600}, {700, 700, 1200, 250}, {1200, 250, 700, 700}};
    for (int[] way : ways) {
      page.mouse().move(way[0], way[1]);
      page.mouse().down();
      for (int step = 1; step <= 25; step++) {
        page.mouse().move(way[0] + (way[2] - way[0]) * step / 25.0, way[1] + (way[3] - way[1]) * step / 25.0);
        page.waitForTimeout(16);
      }
      page.mouse().up();
      page.waitForTimeout(900);
    }
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private void note(int slowdown, String what, List<?> values) {
    taken.computeIfAbsent(what + (slowdown == 1 ? ", as it is" : ", slowed down " + slowdown + " times"), key -> new ArrayList<>())
        .addAll(values.stream().map(ViewerBench::number).toList());
  }

  private void print() {
    taken.forEach((what, values) -> {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      System.out.printf("viewer: %-78s %d times, median %.0f, p95 %.0f, most %.0f%n", what, sorted.length, sorted[sorted.length / 2],
          sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))], Arrays.stream(sorted).max().orElse(Double.NaN));
    });
  }
}
