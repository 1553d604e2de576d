package dev.latchkey.http.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Settings in the groups in which a person reads about them. Immutable. */
public final class SettingCatalogue {
    private final List<Group> groups;

    private SettingCatalogue(List<Group> groups) {
        this.groups = List.copyOf(groups);
    }

    /** Begins an empty one. */
    public static Builder builder() {
        return new Builder();
    }

    /** The groups, in order. */
    public List<Group> groups() {
        return groups;
    }

    /** Every setting, in order. */
    public Stream<Setting<?>> settings() {
        return groups.stream().flatMap(group -> group.settings().stream());
    }

    /** The setting of that key. */
    public Optional<Setting<?>> named(String key) {
        return settings().filter(setting -> setting.key().equals(key)).findFirst();
    }

    /** Whether it is one of these. */
    public boolean contains(Setting<?> setting) {
        return settings().anyMatch(each -> each == setting);
    }

    /**
     * Settings that belong together.
     *
     * @param title what they have in common
     * @param page the page of the documentation that tells more, by its name there
     */
    public record Group(String title, String page, List<Setting<?>> settings) {
        /** Copies the list. */
        public Group {
            settings = List.copyOf(settings);
        }
    }

    /** Collects settings, before the catalogue is built. Used by one thread. */
    public static final class Builder {
        private final List<Supplier<Group>> groups = new ArrayList<>();
        private boolean isBuilt;

        private Builder() {}

        /** Begins a group. */
        public Section group(String title, String page) {
            Section section = new Section(this);
            groups.add(() -> new Group(title, page, section.settings));
            return section;
        }

        /** Takes over the groups of another catalogue. */
        public Builder include(SettingCatalogue other) {
            other.groups.forEach(group -> groups.add(() -> group));
            return this;
        }

        /** Brings everything together; nothing can be added afterwards. */
        public SettingCatalogue build() {
            isBuilt = true;
            return new SettingCatalogue(groups.stream().map(Supplier::get).toList());
        }
    }

    /** A group that is being collected: to declare a setting is to add it, so that no list can forget one. */
    public static final class Section {
        private final Builder builder;
        private final List<Setting<?>> settings = new ArrayList<>();

        private Section(Builder builder) {
            this.builder = builder;
        }

        /**
         * Declares a setting.
         *
         * @param key as a configuration file spells it: dots for nesting
         * @param help one line, without values and default
         */
        public <T> Setting<T> add(String key, Grammar<T> grammar, T defaultValue, String help) {
            String text = grammar.write(defaultValue);
            return add(new Setting<>(key, grammar, () -> text, text, help));
        }

        /**
         * Declares a setting whose default depends on the machine.
         *
         * @param defaultWords the default in words that are true of every machine
         */
        public <T> Setting<T> add(
                String key, Grammar<T> grammar, Supplier<T> defaultValue, String defaultWords, String help) {
            return add(new Setting<>(key, grammar, () -> grammar.write(defaultValue.get()), defaultWords, help));
        }

        private <T> Setting<T> add(Setting<T> setting) {
            if (builder.isBuilt) {
                throw new IllegalStateException(setting + " is declared after its catalogue was built");
            }
            settings.add(setting);
            return setting;
        }
    }
}
