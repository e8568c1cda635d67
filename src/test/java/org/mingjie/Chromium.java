package org.mingjie;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;

/** Debian's chromium, one for all tests, and what a person does in it again and again. */
public final class Chromium implements AutoCloseable {

  private static final String ENGLISH = "localStorage.setItem('mingjie.locale', 'en')";

  private static com.microsoft.playwright.@Nullable Browser shared;

  /** What the console told, but for answers of 4xx, which are shown to the person. */
  public final List<String> errors = new ArrayList<>();

  private final List<BrowserContext> contexts = new ArrayList<>();

  /** Started when first asked for; it ends with the tests. */
  static synchronized com.microsoft.playwright.Browser browser() {
    if (shared == null) {
      String node = System.getenv().getOrDefault("PLAYWRIGHT_NODEJS_PATH", "/usr/bin/node");
      shared = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))
          .chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of("/usr/bin/chromium"))
              .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }
    return shared;
  }

  public Page page(int width, int height, boolean english) {
    BrowserContext context = browser().newContext(
        new com.microsoft.playwright.Browser.NewContextOptions().setLocale("zh-CN").setViewportSize(width, height));
    contexts.add(context);
    if (english) {
      context.addInitScript(ENGLISH);
    }
    Page page = context.newPage();
    page.onPageError(errors::add);
    page.onConsoleMessage(m -> {
      if (m.type().equals("error") && !m.text().contains("the server responded with a status of 4")) {
        errors.add(m.text() + " " + m.location());
      }
    });
    return page;
  }

  public static void signIn(Page page, String login, String password) {
    page.locator("input[name=username]").fill(login);
    page.locator("input[name=password]").fill(password);
    page.keyboard().press("Enter");
  }

  /** Sets up a second factor on the page that asks for it. @return its secret */
  public static String enrol(Page page) {
    page.locator(".device output:not(:empty)").waitFor();
    String secret = page.locator(".device output").textContent().replace(" ", "");
    page.locator("input[name=one-time-code]").fill(code(secret, 0));
    page.keyboard().press("Enter");
    page.getByText("恢复码已经存好").click();
    button(page, "继续").click();
    return secret;
  }

  /** @param steps of thirty seconds from now: no code is taken twice, and one step ahead is taken */
  public static String code(String secret, int steps) {
    try {
      return new TimeBasedOneTimePasswordGenerator().generateOneTimePasswordString(new SecretKeySpec(new Base32().decode(secret), "HmacSHA1"),
          Instant.now().plusSeconds(30L * steps));
    } catch (InvalidKeyException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  public static void keep(Page page, String name) {
    page.waitForTimeout(800);
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(System.getenv().getOrDefault("MINGJIE_SCREENSHOTS", "target/screenshots"), name + ".png")));
  }

  @Override
  public void close() {
    contexts.forEach(BrowserContext::close);
  }
}
