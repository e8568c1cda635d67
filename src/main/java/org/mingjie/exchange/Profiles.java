package org.mingjie.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The ready-made profiles and those that users write. */
@Component
public class Profiles {

  private static final Set<String> MEANINGS = Set.of("area", "class", "code", "division", "former", "from", "generic", "id",
      "importance", "lat", "level", "lon", "meaning", "name", "origin", "parent", "point", "seat", "shortName", "specific",
      "spelling", "successors", "syllables", "to", "unitCode", "virtual");
  private static final String SEE = "见 docs/import.md 的 Profiles 一节";
  private static final String READY_MADE = "classpath:/gis-data/profiles/";

  private final YAMLMapper yaml = YAMLMapper.builder()
      .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .build();

  /**
   * @param nameOrFile name of a ready-made profile or path of a YAML file
   * @throws FileRefused if there is none or it cannot be understood
   */
  public Profile get(String nameOrFile) {
    try {
      if (nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml")) {
        return parse(nameOrFile, Files.readString(Path.of(nameOrFile)));
      }
      Resource found = new PathMatchingResourcePatternResolver().getResource(READY_MADE + nameOrFile + ".yaml");
      if (!nameOrFile.matches("[a-z0-9-]+") || !found.exists()) {
        throw new FileRefused(nameOrFile, "没有这个导入方案", "现成的有：" + String.join("、", names()) + "；也可给出 .yaml 文件");
      }
      try (InputStream in = found.getInputStream()) {
        return parse(nameOrFile, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException unreadable) {
      throw new FileRefused(nameOrFile, "导入方案读不出来：" + unreadable.getMessage(), "检查路径和权限");
    }
  }

  /** Names of the ready-made profiles, in order. */
  public List<String> names() {
    try {
      return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(READY_MADE + "*.yaml"))
          .map(r -> String.valueOf(r.getFilename()).replace(".yaml", "")).sorted().toList();
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private Profile parse(String name, String text) {
    try {
      Profile profile = yaml.readValue(text, Profile.class);
      if (profile.target() == null || profile.source() == null || profile.source().stateDate() == null) {
        throw new FileRefused(name, "导入方案缺 target 或 source.stateDate", SEE);
      }
      for (String meaning : profile.columns().keySet()) {
        if (!MEANINGS.contains(meaning)) {
          throw new FileRefused(name, "导入方案写错了：columns 里没有“%s”这个含义".formatted(meaning),
              "能用的含义：" + String.join("、", new TreeSet<>(MEANINGS)));
        }
      }
      return profile;
    } catch (UnrecognizedPropertyException unknown) {
      throw new FileRefused(name, "导入方案写错了：没有“%s”这一项".formatted(unknown.getPropertyName()), SEE);
    } catch (InvalidFormatException wrong) {
      throw new FileRefused(name, "导入方案写错了：“%s”不能用在这里（第 %d 行）".formatted(wrong.getValue(), line(wrong)), SEE);
    } catch (JacksonException wrong) {
      throw new FileRefused(name, text.isBlank() ? "导入方案是空的" : "导入方案写错了（第 %d 行）：%s".formatted(line(wrong), wrong.getOriginalMessage()), SEE);
    }
  }

  private static int line(JacksonException wrong) {
    return wrong.getLocation() == null ? 0 : wrong.getLocation().getLineNr();
  }
}
