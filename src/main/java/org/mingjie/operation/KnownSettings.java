package org.mingjie.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.GivenSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;
import org.springframework.util.ReflectionUtils;

/**
 * What can be set. Settings of the start are read from the records of modules, so that none is forgotten and the value is the one
 * that counts; a few belong to the server itself. What an administrator has set since goes before them.
 */
@Component
class KnownSettings {

  enum Source {
    @JsonProperty("default") DEFAULT, @JsonProperty("environment") ENVIRONMENT, @JsonProperty("file") FILE, @JsonProperty("command") COMMAND,
    @JsonProperty("administrator") ADMINISTRATOR
  }

  /**
   * @param name of the variable, {@code MINGJIE_POOL_SIZE}; the viewer has the words for its effect
   * @param value that counts; null where there is none, or it is secret
   * @param secret whether it is never shown
   * @param given whether it has a value
   * @param since when and {@code by} whom an administrator set it; null where it is as at the start
   */
  record Setting(String name, @Nullable String value, Source source, boolean secret, boolean given, @Nullable Instant since, @Nullable String by) {

    private static Setting of(GivenSettings.Setting set) {
      String value = text(set.value());
      boolean given = value != null && !value.isEmpty();
      return new Setting(set.name(), given ? value : null, Source.ADMINISTRATOR, false, given, set.since(), set.by());
    }
  }

  /** Of the server and the launcher, whose variables are named in application.yaml. */
  private static final Map<String, String> OF_THE_SERVER = Map.of("MINGJIE_PORT", "server.port", "MINGJIE_ADDRESS", "server.address",
      "MINGJIE_MANAGEMENT_PORT", "management.server.port", "MINGJIE_LOG_FORMAT", "logging.structured.format.console",
      "MINGJIE_TRUSTED_PROXIES", "mingjie.trusted-proxies", "MINGJIE_TLS_CERTIFICATE", "mingjie.tls.certificate", "MINGJIE_TLS_KEY", "mingjie.tls.key");

  /** For tests alone. */
  private static final List<String> UNTOLD = List.of("MINGJIE_DURABLE");

  private final List<GivenSettings> administrators;
  private final ApplicationContext context;
  private final ConfigurableEnvironment environment;

  KnownSettings(ApplicationContext context, ConfigurableEnvironment environment, List<GivenSettings> administrators) {
    this.administrators = administrators;
    this.context = context;
    this.environment = environment;
  }

  List<Setting> all() {
    Map<String, Setting> found = new TreeMap<>();
    OF_THE_SERVER.forEach((name, property) -> found.put(name, setting(name, property, environment.getProperty(property))));
    context.getBeansWithAnnotation(ConfigurationProperties.class).values().stream()
        .filter(bean -> bean.getClass().isRecord() && bean.getClass().getName().startsWith("org.mingjie."))
        .forEach(bean -> ofRecord(bean).forEach(setting -> found.put(setting.name(), setting)));
    UNTOLD.forEach(found::remove);
    administrators.stream().flatMap(one -> one.given().stream()).forEach(set -> found.put(set.name(), Setting.of(set)));
    return found.values().stream().sorted(Comparator.comparing(Setting::name)).toList();
  }

  private List<Setting> ofRecord(Object bean) {
    ConfigurationProperties annotation = bean.getClass().getAnnotation(ConfigurationProperties.class);
    String prefix = annotation == null ? "" : annotation.value();
    List<Setting> settings = new ArrayList<>();
    for (RecordComponent component : bean.getClass().getRecordComponents()) {
      String property = prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      String name = property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
      ReflectionUtils.makeAccessible(component.getAccessor());
      settings.add(setting(name, property, text(ReflectionUtils.invokeMethod(component.getAccessor(), bean))));
    }
    return settings;
  }

  private Setting setting(String name, String property, @Nullable String value) {
    boolean given = value != null && !value.isBlank();
    boolean secret = name.endsWith("_SECRET") || name.endsWith("_PASSWORD");
    return new Setting(name, given && !secret ? withoutPasswords(String.valueOf(value)) : null, source(name, property), secret, given, null, null);
  }

  /** A database's address may carry them: {@code //user:secret@host} or {@code ?password=secret}. */
  static String withoutPasswords(String value) {
    return value.replaceAll("(?i)(password=)[^&;]*", "$1…").replaceAll("//([^:@/]+):[^@/]*@", "//$1:…@");
  }

  private Source source(String name, String property) {
    Object variables = environment.getSystemEnvironment().get(name);
    if (variables != null) {
      return Source.ENVIRONMENT;
    }
    ConfigurationPropertyName wanted = ConfigurationPropertyName.of(property);
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty found = source.getConfigurationProperty(wanted);
      if (found != null) {
        return told(String.valueOf(source.getUnderlyingSource()), String.valueOf(found.getOrigin()));
      }
    }
    return Source.DEFAULT;
  }

  private static Source told(String where, String origin) {
    return where.contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME) ? Source.ENVIRONMENT
        : origin.contains("class path resource") ? Source.DEFAULT
        : where.contains("Config resource") ? Source.FILE : Source.COMMAND;
  }

  private static @Nullable String text(@Nullable Object value) {
    if (value instanceof Duration duration) {
      return duration.toMinutes() * 60 == duration.toSeconds() ? duration.toMinutes() % 60 == 0 ? duration.toHours() + "h" : duration.toMinutes() + "m"
          : duration.toSeconds() + "s";
    }
    return value instanceof Collection<?> many ? String.join(",", many.stream().map(String::valueOf).toList())
        : value instanceof Object[] many ? String.join(",", Arrays.stream(many).map(String::valueOf).toList()) : value == null ? null : value.toString();
  }
}
